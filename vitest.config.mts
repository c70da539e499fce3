import { defineConfig } from 'vitest/config';

/** One project a suite; `npm test` runs them one by one and sums them up. */
const suites = [
  { name: 'unit', include: ['test/unit/**/*.test.ts'], timeout: 30_000 },
  { name: 'protocol', include: ['test/lsp/**/*.test.ts'], timeout: 60_000 },
  { name: 'oracle', include: ['test/oracle/**/*.test.ts'], timeout: 120_000 },
  { name: 'engine', include: ['test/engine/**/*.test.ts'], timeout: 180_000 },
  {
    name: 'panels',
    include: ['test/panels/**/*.test.ts'],
    timeout: 120_000,
    globalSetup: 'test/panels/globalSetup.mjs',
  },
  {
    name: 'editor',
    include: ['test/editor/**/*.test.ts'],
    timeout: 180_000,
    globalSetup: 'test/editor/globalSetup.mjs',
    isWindow: true,
  },
];

export default defineConfig({
  test: {
    projects: suites.map(({ name, include, timeout, globalSetup, isWindow = false }) => ({
      test: {
        name,
        include,
        environment: 'node',
        // Engines keep native state a process: each file gets a process of its own.
        pool: 'forks',
        // One editor at a time: two windows would share two cores.
        fileParallelism: !isWindow,
        ...(globalSetup === undefined ? {} : { globalSetup }),
        testTimeout: timeout,
        hookTimeout: timeout,
        // A real window on a busy machine loses a click now and then; the report names a test that needed its second try.
        retry: isWindow ? 1 : 0,
        // What is drawn is waited for; how long that takes is the machine's affair.
        ...(globalSetup === undefined ? {} : { expect: { poll: { timeout: 60_000, interval: 50 } } }),
      },
    })),
  },
});
