import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { OWN_PROJECTS } from '#lib/projects/schema.ts'
import { openEffectWriters } from '#lib/streams/effects/open.ts'
import { claimDue } from '#lib/streams/running/claim.ts'
import { endStreams } from '#lib/streams/running/end.ts'
import { recoverLostStreams } from '#lib/streams/running/lost.ts'
import { noEffects, type Outcome } from '#lib/streams/running/pipeline.ts'
import { inTransaction } from '#lib/transaction.ts'
import { freshDatabase } from '#tests/database.ts'
import {
  stream as facts,
  saveOrders,
  shipOrders,
  streamsNow,
} from '#tests/lib/streams/running/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const ours = randomUUID()
const theirs = randomUUID()
const DEAD_AFTER_MS = 30_000

beforeEach(async () => {
  await database.pool.query('truncate trigger, event, stream, beat cascade')
  await saveOrders(database.pool)
  await shipOrders(database.pool)
})

const claim = (engineId: string) =>
  claimDue(database.pool, { engineId, occasion: 'fire', most: 10, mostEvents: 10 })
const recover = (held: string[] = []) =>
  recoverLostStreams(database.pool, ours, held, DEAD_AFTER_MS)
const beats = (id: string) =>
  database.db.beat.create({ data: { id, role: 'engine', host: 'h', pid: 1, info: {} } })
const projectOf = (id: number) => OWN_PROJECTS.find(project => project.id === id)
const failedCalls = { commit: 0, rollback: 0 }
const stream = async () => (await streamsNow(database.pool))[0]

test('a stream of a dead engine is tried again at once, which counts as an attempt', async () => {
  await claim(theirs)
  expect(await recover()).toBe(1)
  expect(await stream()).toMatchObject({
    state: 'retry_fire',
    claimedBy: null,
    attempts: 1,
    serial: 2,
  })
  expect((await stream())?.dueIn).toBeLessThanOrEqual(0)
  expect((await claim(ours)).map(({ attempts }) => attempts)).toEqual([2])
})

test('one of a living engine is left alone', async () => {
  await beats(theirs)
  await claim(theirs)
  expect(await recover()).toBe(0)
})

test('one that this engine has is left alone; one that it does not know of is not', async () => {
  const [claimed] = await claim(ours)
  expect(await recover([claimed?.id ?? ''])).toBe(0)
  expect(await recover()).toBe(0)
  await database.pool.query(`update stream set changed_at = now() - interval '31 s'`)
  expect(await recover()).toBe(1)
})

test('one that engines die with time and again waits for a person', async () => {
  for (let attempt = 1; attempt <= 4; attempt++) {
    await claim(theirs)
    await recover()
  }
  expect(await stream()).toMatchObject({
    ...{ state: 'error', dueIn: null, attempts: 4 },
    error: 'An engine died while it was under way; that was attempt 4.',
  })
})

test('an engine that was taken for dead and comes too late changes nothing', async () => {
  const [late] = await claim(theirs)
  if (!late) throw new Error('nothing was due')
  await recover()
  const effects = { ...noEffects(), events: [{ type: 'report.done', traits: {} }] }
  const outcome: Outcome = { ok: true, effects, events: [], lines: [], failedCalls }
  const { ours: ended } = await inTransaction(database.pool, client =>
    endStreams(
      client,
      [{ claim: late, stream: facts, outcome }],
      openEffectWriters(database.pool, projectOf),
    ),
  )
  expect(ended).toEqual([])
  expect(await stream()).toMatchObject({ state: 'retry_fire', serial: 2 })
  expect((await database.pool.query('select from event')).rowCount).toBe(1)
})
