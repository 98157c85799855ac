import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '#tests/database.ts'
import { openReceiver } from '#tests/flows/receiver.ts'
import { type Balancer, openBalancer } from '#tests/many/balancer.ts'
import { isDone, lostTimes, makeMonitors, runsGoOn, takeOver, told } from '#tests/many/monitors.ts'
import { type Running, startRole } from '#tests/many/role.ts'
import { counted, startSenders } from '#tests/many/senders.ts'
import { until } from '#tests/until.ts'

/** Within that time the balancer sees who is to stop, however busy the machine is. */
const DRAIN = { BELFRY_DRAIN: '10' }

/** Ten processes start here. */
const LIMIT_MS = 900_000

let database: Awaited<ReturnType<typeof freshDatabase>>
let receiver: Awaited<ReturnType<typeof openReceiver>>
let balancer: Balancer
let engines: Running[] = []
let intakes: Running[] = []
/** in all of these tests */
let taken = 0
beforeAll(async () => {
  database = await freshDatabase()
  ;[receiver, balancer] = [await openReceiver(), await openBalancer()]
  engines = await Promise.all([1, 2, 3].map(() => startRole('engine', database.url)))
  intakes = await Promise.all([1, 2].map(() => startIntake()))
  await makeMonitors(receiver.url)
})
beforeEach(async () => {
  await database.pool.query('truncate run, transition, delivery cascade')
  await database.pool.query('update monitor set active = true, scheduled_from = now()')
  receiver.received.length = 0
})
afterAll(async () => {
  await Promise.all([...engines, ...intakes].map(role => role.end('SIGKILL')))
  await balancer?.close()
  await receiver?.close()
  await database?.close()
})

async function startIntake(): Promise<Running> {
  const intake = await startRole('intake', database.url, DRAIN)
  await balancer.add(intake.port)
  return intake
}

/** Ends each process in turn, and starts another one in its place. Answers whether all ended in order. */
async function replaceAll(): Promise<boolean> {
  const ends: Promise<string | number>[] = []
  for (const [i, engine] of engines.entries()) {
    const ended = engine.end('SIGTERM')
    ends.push(ended)
    await ended
    engines[i] = await startRole('engine', database.url)
  }
  for (const [i, intake] of intakes.entries()) {
    ends.push(intake.end('SIGTERM'))
    await balancer.gone(intake.port)
    intakes[i] = await startIntake()
  }
  return (await Promise.all(ends)).every(how => how === 0)
}

/** Until one of each is left. */
async function killInTurn() {
  for (const engine of engines.slice(1)) {
    await engine.end('SIGKILL')
    await takeOver(database.pool, engine)
    await runsGoOn(database.pool)
  }
  for (const intake of intakes.slice(1)) await intake.end('SIGKILL')
  await runsGoOn(database.pool)
}

test('work is spread over engines', async () => {
  const seen = new Map<string, number>()
  await until(async () => {
    const { rows } = await database.pool.query<{ by: string }>(
      `select claimed_by as by from run where status = 'running'`,
    )
    for (const { by } of rows) seen.set(by, (seen.get(by) ?? 0) + 1)
    return seen.size === engines.length
  })
})

test(
  'a restart of each in turn: every request is answered, no planned time is lost, and nothing is told twice',
  async () => {
    const senders = startSenders(() => balancer.url)
    await runsGoOn(database.pool)
    const inOrder = await replaceAll()
    taken += await senders.stop()
    await until(() => isDone(database.pool))

    expect(senders.refusals).toEqual([])
    expect(await counted(database.pool)).toEqual(Array(3).fill(taken))
    expect(await lostTimes(database.pool)).toEqual([])
    expect(await told(database.pool, receiver.received)).toMatchObject({
      ...{ lost: [], disordered: [] },
      // An engine that the machine gives no time is cut off at its limit, as if it were killed.
      repeats: inOrder ? 0 : expect.any(Number),
    })
  },
  LIMIT_MS,
)

test('killed in turn until one of each is left: what was acknowledged is counted once, every run ends, and all is told in order', async () => {
  const senders = startSenders(() => balancer.url)
  await runsGoOn(database.pool)
  await killInTurn()
  taken += await senders.stop()
  await until(() => isDone(database.pool))

  expect(await counted(database.pool)).toEqual(Array(3).fill(taken))
  expect(await lostTimes(database.pool)).toEqual([])
  expect(await told(database.pool, receiver.received)).toMatchObject({ lost: [], disordered: [] })
})
