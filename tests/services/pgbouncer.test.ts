import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPool } from '#lib/db/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { openReceiver } from '#tests/flows/receiver.ts'
import { isDone, lostTimes, makeMonitors, runsGoOn, told } from '#tests/many/monitors.ts'
import { type Running, startRole } from '#tests/many/role.ts'
import { counted, startSenders } from '#tests/many/senders.ts'
import { pgbouncer, startPgbouncer } from '#tests/services/servers/pgbouncer.ts'
import { isInstalled } from '#tests/services/servers/server.ts'
import { until } from '#tests/until.ts'

/** Longer than a silent connection is left without a question to the server. */
const LONG_SECONDS = 12

describe.skipIf(!isInstalled(pgbouncer))('PgBouncer in session mode', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>
  let pooler: Awaited<ReturnType<typeof startPgbouncer>>
  let receiver: Awaited<ReturnType<typeof openReceiver>>
  let url: string
  let intake: Running
  let roles: Running[] = []
  beforeAll(async () => {
    ;[database, pooler, receiver] = [
      await freshDatabase(),
      await startPgbouncer(),
      await openReceiver(),
    ]
    url = Object.assign(new URL(database.url), { port: pooler.port }).href
    await makeMonitors(receiver.url)
    intake = await startRole('intake', url)
    roles = [intake, await startRole('engine', url)]
  })
  afterAll(async () => {
    await Promise.all(roles.map(role => role.end('SIGKILL')))
    await receiver?.close()
    await database?.close()
    await pooler?.stop()
  })

  test('stands between the roles and the database as if it were not there', async () => {
    const senders = startSenders(() => `http://127.0.0.1:${intake.port}`)
    await runsGoOn(database.pool)
    const taken = await senders.stop()
    await until(() => isDone(database.pool))
    expect(await counted(database.pool)).toEqual(Array(3).fill(taken))
    expect(await lostTimes(database.pool)).toEqual([])
    expect(await told(database.pool, receiver.received)).toMatchObject({
      ...{ lost: [], repeats: 0, disordered: [] },
    })
  })

  test('hides which session is whose, and still none is cut that is at work for long', async () => {
    const pool = openPool(url)
    const { rows } = await pool.query('select pg_sleep($1) is not null as woke', [LONG_SECONDS])
    await pool.end()
    expect(rows).toEqual([{ woke: true }])
  })
})
