import pg from 'pg'
import { expect, test } from 'vitest'

/** The tests of everything that reads or writes the database run here too; this shows on what. */
test.skipIf(!process.env.BELFRY_TEST_SERVER)('these tests run on PostgreSQL 15', async () => {
  const client = new pg.Client({ connectionString: process.env.BELFRY_TEST_SERVER })
  await client.connect()
  const { rows } = await client.query('show server_version')
  await client.end()
  expect(rows[0].server_version).toMatch(/^15\./)
})
