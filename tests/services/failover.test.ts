import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDb } from '#lib/db/client.ts'
import { migrate } from '#lib/db/migrate.ts'
import { openReceiver } from '#tests/flows/receiver.ts'
import { isDone, lostTimes, makeMonitors, runsGoOn, told } from '#tests/many/monitors.ts'
import { type Running, startRole } from '#tests/many/role.ts'
import { counted, startSenders } from '#tests/many/senders.ts'
import { type Pair, startPair } from '#tests/services/servers/pair.ts'
import { postgres } from '#tests/services/servers/postgres.ts'
import { isInstalled } from '#tests/services/servers/server.ts'
import { until } from '#tests/until.ts'

const END_SESSIONS = `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'belfry'`

describe.skipIf(!isInstalled(postgres))('PostgreSQL with a synchronous standby', () => {
  let pair: Pair
  let opened: ReturnType<typeof openDb>
  let receiver: Awaited<ReturnType<typeof openReceiver>>
  let intake: Running
  let roles: Running[] = []
  /** in all of these tests */
  let taken = 0
  beforeAll(async () => {
    ;[pair, receiver] = [await startPair(), await openReceiver()]
    await migrate(pair.url)
    process.env.DATABASE_URL = pair.url
    opened = openDb(pair.url)
    Object.assign(globalThis, { belfryDb: opened })
    await makeMonitors(receiver.url)
    intake = await startRole('intake', pair.url)
    roles = [intake, ...(await Promise.all([1, 2].map(() => startRole('engine', pair.url))))]
  })
  afterAll(async () => {
    await Promise.all(roles.map(role => role.end('SIGKILL')))
    await receiver?.close()
    await opened?.close()
    await pair?.stop()
  })

  const start = () => startSenders(() => `http://127.0.0.1:${intake.port}`)
  type Senders = ReturnType<typeof start>

  /** Until more is taken than before. */
  async function isTaken(senders: Senders) {
    const before = senders.taken()
    await until(() => senders.taken() > before)
  }

  test('fails over under load: all go on by themselves, and every promise is kept', async () => {
    const senders = start()
    await runsGoOn(opened.pool)
    await pair.failOver()
    await runsGoOn(opened.pool)
    await isTaken(senders)
    taken += await senders.stop()
    await until(() => isDone(opened.pool))

    expect(await counted(opened.pool)).toEqual(Array(3).fill(taken))
    expect(await lostTimes(opened.pool)).toEqual([])
    const { lost, disordered, sent } = await told(opened.pool, receiver.received)
    expect([lost, disordered]).toEqual([[], []])
    expect(sent).toBeGreaterThan(0)
  })

  test.each([
    [
      'takes no writes for a while',
      'alter database belfry set default_transaction_read_only = on',
      'alter database belfry reset default_transaction_read_only',
    ],
    [
      'has too many connections for a while',
      'alter database belfry connection limit 0',
      'alter database belfry connection limit -1',
    ],
  ])(
    'a database that %s: senders are refused with a reason, and then all goes on',
    async (_, begin, end) => {
      const senders = start()
      await isTaken(senders)
      await pair.admin(begin, END_SESSIONS)
      const refused = senders.refusals.length
      await until(() => senders.refusals.length > refused + 10)
      await pair.admin(end)
      await isTaken(senders)
      taken += await senders.stop()

      expect(senders.refusals).toContainEqual(
        expect.stringMatching(/^503 .*nothing of this was taken/),
      )
      expect(await until(() => counted(opened.pool).catch(() => null))).toEqual(
        Array(3).fill(taken),
      )
    },
  )
})
