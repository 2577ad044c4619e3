import { defineConfig } from 'vitest/config';

const conditions = ['@dq0/source'];
/** Files that replace modules. */
const ISOLATED = '{apps,libs,tools}/**/*.isolated.spec.ts';

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['{apps,libs,tools}/**/*.spec.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.deep.spec.ts', ISOLATED],
          // One load of the modules for all files of a worker: a fifth of the time. What a file replaces would stay replaced.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'isolated', include: [ISOLATED], exclude: ['**/node_modules/**', '**/dist/**'] } },
    ],
  },
});
