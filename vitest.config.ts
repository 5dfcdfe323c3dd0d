import { defineConfig } from 'vitest/config'

/** Files that talk to a real PostgreSQL (one for the whole run, a cloned database per file). Everything else is pure. */
const real = [
  '**/*real.test.ts',
  '**/routes.test.ts',
  '**/routes/*.test.ts',
  '**/*.routes.test.ts',
  '**/embedded.test.ts',
]
const never = ['**/node_modules/**', '**/dist/**', 'var/**', '.runtime/**']

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'pure',
          setupFiles: ['./web/testing/every-phrase.ts'],
          include: ['{platform,domains,server,db,tools,bench,web}/**/*.test.ts'],
          exclude: [...never, ...real],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'real',
          include: real.map((pattern) => `{platform,domains,server,db,tools,bench}/${pattern}`),
          exclude: never,
          globalSetup: ['./server/embedded/test-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['journeys/**/*.test.ts'],
          exclude: never,
          globalSetup: ['./server/embedded/test-setup.ts'],
          testTimeout: 240_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
