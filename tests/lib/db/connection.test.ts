import type { Pool } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openPool } from '#lib/db/client.ts'
import { type Line, openLine } from '#tests/chaos/machine/line.ts'
import { admin, cutConnections, freshDatabase } from '#tests/database.ts'
import { freePort } from '#tests/flows/product.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
/** Two ways to the same server. */
let lines: Line[]
let pool: Pool
beforeAll(async () => {
  database = await freshDatabase()
})
beforeEach(async () => {
  const { hostname: host, port } = new URL(database.url)
  lines = await Promise.all([1, 2].map(() => openLine({ host, port: Number(port) })))
})
afterEach(async () => {
  await pool.end()
  for (const line of lines) await line.close()
})
afterAll(() => database.close())

/** The database's address with these ports. */
function openOver(...ports: number[]): Pool {
  const { host } = new URL(database.url)
  pool = openPool(database.url.replace(host, ports.map(port => `127.0.0.1:${port}`).join(',')))
  return pool
}

const ports = () => lines.map(({ port }) => port)
const answers = () => pool.query('select 1').then(() => true)

test('of two servers the one that is there is taken', async () => {
  openOver(await freePort(), ...ports().slice(1))
  expect(await answers()).toBe(true)
})

test('when the one it had is gone, all connections go on with the other one', async () => {
  openOver(...ports())
  await Promise.all(Array.from({ length: 5 }, answers))
  for (const line of lines) {
    line.manner('cut')
    await until(() => answers().catch(() => false))
    line.manner('open')
  }
})

test('when none is there everybody is refused, and later all is well again', async () => {
  openOver(...ports())
  for (const line of lines) line.manner('cut')
  await Promise.all(Array.from({ length: 20 }, () => expect(answers()).rejects.toThrow()))
  for (const line of lines) line.manner('open')
  await until(() => answers().catch(() => false))
})

test('a session that takes no writes is refused, and nobody stays with one', async () => {
  openOver(ports()[0] ?? 0)
  const name = new URL(database.url).pathname.slice(1)
  await admin(`alter database ${name} set default_transaction_read_only = on`)
  await expect(answers()).rejects.toThrow(
    `the database at 127.0.0.1:${ports()[0]} takes no writes: its default_transaction_read_only is on`,
  )
  await admin(`alter database ${name} reset default_transaction_read_only`)
  await until(() => answers().catch(() => false))
})

test('a connection that breaks while it is idle or in use is replaced', async () => {
  openOver(ports()[0] ?? 0)
  const waiting = pool.query('select pg_sleep(60)')
  const broken = expect(waiting).rejects.toThrow()
  await answers()
  await until(async () => {
    const { rows } = await database.pool.query(
      `select from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'`,
    )
    return rows.length > 0
  })
  await cutConnections(database.url)
  await broken
  await until(() => answers().catch(() => false))
})
