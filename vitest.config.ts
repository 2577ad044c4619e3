import { defineConfig } from 'vitest/config';

const conditions = ['@dq0/source'];
/** Files that replace modules, which would stay replaced for whoever comes next. */
const ISOLATED = '{apps,libs,tools}/**/*.isolated.spec.ts';

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 3,
    exclude: ['**/node_modules/**', '**/dist/**'],
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['{apps,libs,tools}/**/*.spec.ts'],
          exclude: [ISOLATED],
          // All files of a worker share one load of the modules, which saves a quarter of the time.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'isolated', include: [ISOLATED] } },
    ],
  },
});
