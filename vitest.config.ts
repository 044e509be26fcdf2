import { defineConfig } from 'vitest/config'

const HTTP = 'test/integration/http/**/*.test.ts'
const REPLICAS = 'test/integration/replicas/**/*.test.ts'
const onMariadb = { globalSetup: 'test/mariadb/global-setup.ts', testTimeout: 60_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    projects: [
      // Some try thousands of texts, which takes a busy machine longer than vitest waits by itself.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          ...onMariadb,
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          exclude: [REPLICAS],
        },
      },
      {
        // The HTTP suite again, on two servers that share one MariaDB.
        test: {
          ...onMariadb,
          name: 'replicas',
          include: [HTTP, REPLICAS],
          // It is about the socket of one server, which has nothing to do with the database.
          exclude: ['test/integration/http/connection.test.ts'],
          provide: { servers: 2 },
          setupFiles: 'test/replicas/setup.ts',
          // They wait for the database most of the time.
          maxWorkers: 2,
        },
      },
    ],
  },
})
