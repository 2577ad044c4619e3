import { defineConfig } from 'vitest/config';

const conditions = ['@dq0/source'];

export default defineConfig({
  root: import.meta.dirname,
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['src/**/*.e2e.ts'],
    globalSetup: ['src/shared-quarantine.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
