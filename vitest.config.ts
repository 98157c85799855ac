import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/longest-first.ts'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/services/**', 'node_modules/**'],
    globalSetup: 'tests/global-setup.ts',
    env: { BELFRY_LOG: 'silent', BELFRY_SECRET: 'the tests of this checkout' },
    pool: 'forks',
    // More than cores: they wait for databases and processes most of the time.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    // Only what hangs is ended: on a busy machine everything takes ten times as long.
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
})
