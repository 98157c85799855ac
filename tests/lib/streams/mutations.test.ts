import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Outcome } from '#lib/sandbox/contract.ts'
import { purgeStreams, resetStreams } from '#lib/streams/mutations.ts'
import { ada } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import {
  openWorker,
  saveOrders,
  savePipeline,
  shipOrders,
  streamsNow,
} from '#tests/lib/streams/running/world.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.pool.query(
    'truncate trigger, pipeline, event, audit, stream, stream_event cascade',
  )
  await saveOrders(database.pool)
  await shipOrders(database.pool, 2)
})

const someone = { ...ada, role: 'editor' as const, groups: ['shop'] }
const streams = () => streamsNow(database.pool)
const ids = async () => (await streams()).map(({ id }) => id)
const trail = async () =>
  (await database.pool.query('select action, subject, subject_id, name from audit order by id'))
    .rows
const set = (state: string) =>
  database.pool.query('update stream set state = $1, attempts = 4, due_at = null', [state])

test.each([
  ['error', 'retry_fire'],
  ['expire_error', 'retry_expire'],
  ['retry_fire', 'retry_fire'],
])('reset, a stream in %s is in %s, due at once and with all its tries', async (before, after) => {
  await set(before)
  const [first = ''] = await ids()
  expect(await resetStreams([first], ada)).toBe(1)
  const [stream, other] = await streams()
  expect(stream).toMatchObject({ state: after, attempts: 0, error: null, serial: 1 })
  expect(stream?.dueIn).toBeLessThanOrEqual(0)
  expect(other).toMatchObject({ state: before, attempts: 4 })
  expect(await trail()).toEqual([
    { action: 'reset', subject: 'stream', subject_id: first, name: 'orders' },
  ])
})

test.each(['active', 'completed', 'firing'])(
  'a stream that is %s has nothing to be tried again',
  async state => {
    await set(state)
    expect(await resetStreams(await ids(), ada)).toBe(0)
    expect((await streams()).map(({ state, serial }) => [state, serial])).toEqual([
      [state, 0],
      [state, 0],
    ])
    expect(await trail()).toEqual([])
  },
)

test('purged, streams are gone, and their events stay', async () => {
  expect(await purgeStreams(await ids(), ada)).toBe(2)
  expect(await streams()).toEqual([])
  expect((await database.pool.query('select from stream_event')).rowCount).toBe(0)
  expect((await database.pool.query('select from event')).rowCount).toBe(2)
  expect((await trail()).map(({ action }) => action)).toEqual(['purge', 'purge'])
})

test('one that is not there, or not within reach, is not found, and nothing is done', async () => {
  await expect(purgeStreams([...(await ids()), '999'], ada)).rejects.toMatchObject({
    code: 'not_found',
  })
  await database.pool.query(`update project set groups = '{others}' where id = 1`)
  try {
    await expect(purgeStreams(await ids(), someone)).rejects.toMatchObject({ code: 'not_found' })
    await expect(resetStreams(await ids(), someone)).rejects.toMatchObject({ code: 'not_found' })
  } finally {
    await database.pool.query(`update project set groups = '{}' where id = 1`)
  }
  expect(await streams()).toHaveLength(2)
})

test('a stream that is purged while its pipeline runs has no effects', async () => {
  await savePipeline(database.pool, 'report', [
    { name: 'script', params: { script: 'return' } },
    { name: 'event', params: { type: 'report.done' } },
  ])
  const began = Promise.withResolvers<void>()
  const ending = Promise.withResolvers<Outcome>()
  const worker = openWorker(database.pool, {
    run() {
      began.resolve()
      return ending.promise
    },
  })
  try {
    await began.promise
    const [purged = '', other = ''] = await ids()
    await purgeStreams([purged], ada)
    ending.resolve(wentWell)
    await until(async () => (await streams())[0]?.state === 'completed')
    expect(await ids()).toEqual([other])
    await until(() => worker.held().length === 0)
  } finally {
    await worker.stop(0)
  }
  const made = await database.pool.query(
    `select from event e join event_type t on t.id = e.type_id where t.name = 'report.done'`,
  )
  expect(made.rowCount).toBe(1)
})

const wentWell: Outcome = {
  ...{ state: 'OK', reason: null, value: null, series: {}, message: '', output: '', calls: [] },
  ...{ startedAt: new Date(), durationMs: 1, line: null, result: { events: null, env: {} } },
}
