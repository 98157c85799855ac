import { defineConfig } from 'vitest/config'
import { postgres } from './tests/services/servers/postgres.ts'
import { isInstalled } from './tests/services/servers/server.ts'

/** What has to hold on the oldest PostgreSQL too: everything that reads or writes the database. */
const onPostgres15 = ['tests/lib/**/*.test.ts', 'tests/sources/sql/postgres*.test.ts']

export default defineConfig({
  test: {
    include: ['tests/services/**/*.test.ts', ...(isInstalled(postgres) ? onPostgres15 : [])],
    exclude: ['tests/lib/sandbox/**', 'node_modules/**'],
    globalSetup: 'tests/services/setup.ts',
    env: { BELFRY_LOG: 'silent', BELFRY_SECRET: 'the tests of this checkout' },
    pool: 'forks',
    // More than cores: they wait for databases and processes most of the time.
    maxWorkers: 4,
    // Only what hangs is ended: on a busy machine everything takes ten times as long.
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
})
