import { defineConfig } from 'vitest/config';

// Every test file runs in a process of its own (forks): the embedded engine is native code and does not live in threads.
// Two at a time: the engines that tests start use the other processors.
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['src/**/*.test.{ts,tsx}'], testTimeout: 20_000, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          name: 'house',
          include: ['test/house/*.test.ts'],
          exclude: ['test/house/{package,docs}.test.ts'],
          testTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', 'test/golden/**/*.test.ts'],
          exclude: ['test/integration/crash*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          // What takes its minutes: a real package, every command of the documents, killed processes. It goes first, so
          // that no long one is left alone at the end.
          name: 'slow',
          include: ['test/house/{package,docs}.test.ts', 'test/integration/crash*.test.ts', 'test/slow/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          sequence: { groupOrder: 0 },
        },
      },
    ],
  },
});
