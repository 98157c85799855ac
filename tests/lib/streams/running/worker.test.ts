import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '#tests/database.ts'
import {
  hurry,
  linesOf,
  openWorker,
  saveOrders,
  savePipeline,
  setSettings,
  shipOrders,
  streamsNow,
} from '#tests/lib/streams/running/world.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let workers: ReturnType<typeof openWorker>[] = []
beforeAll(async () => {
  database = await freshDatabase()
})
afterEach(async () => {
  await Promise.all(workers.map(worker => worker.stop(1_000)))
  workers = []
  await database.pool.query('truncate trigger, pipeline, event, setting, stream cascade')
})
afterAll(() => database.close())

function working(...rest: [sandbox?: Parameters<typeof openWorker>[1]]) {
  const worker = openWorker(database.pool, ...rest)
  workers.push(worker)
  return worker
}
const streams = () => streamsNow(database.pool)
const allIn = (state: string) =>
  until(async () => (await streams()).every(stream => stream.state === state))
const eventTypes = async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    'select t.name from event e join event_type t on t.id = e.type_id order by t.name',
  )
  return rows.map(({ name }) => name)
}

const REPORT = { name: 'event', params: { type: 'report.done' } }
const FAILING = { name: 'event', params: { type: '{{nothing}}' } }

test('a complete stream fires: its pipeline runs over its events, once, and it is completed', async () => {
  await saveOrders(database.pool)
  await savePipeline(database.pool, 'report', [{ name: 'log' }, REPORT])
  await shipOrders(database.pool)
  const worker = working()
  await allIn('completed')
  expect(await streams()).toMatchObject([
    { serial: 2, attempts: 1, open: false, dueIn: null, claimedBy: null, error: null },
  ])
  expect(await linesOf(database.pool)).toEqual(['1 info 1: log order.shipped shipped-1'])
  expect(await eventTypes()).toEqual(['order.shipped', 'report.done'])
  await until(() => worker.counted('Streams fired') === 1)
  expect(worker.counted('Commit successful')).toBe(1)
  expect(worker.held()).toEqual([])
})

test('a stream whose time is over expires, with its other pipeline', async () => {
  await saveOrders(database.pool, { expiration: '$first - 1d', fire_delay: 3_600 })
  await savePipeline(database.pool, 'alarm', [{ name: 'event', params: { type: 'report.late' } }])
  await shipOrders(database.pool)
  const worker = working()
  await allIn('completed')
  expect(await eventTypes()).toEqual(['order.shipped', 'report.late'])
  await until(() => worker.counted('Streams expired') === 1)
})

test('without a pipeline for the occasion a stream is done', async () => {
  await saveOrders(database.pool, { fire_pipeline: undefined })
  await shipOrders(database.pool)
  const worker = working()
  await allIn('completed')
  await until(() => worker.counted('No fire pipeline') === 1)
})

test('a pipeline that is not there is not tried again: a person has to look at it', async () => {
  await saveOrders(database.pool)
  await shipOrders(database.pool)
  const worker = working()
  await allIn('error')
  expect(await streams()).toMatchObject([
    { error: 'There is no pipeline “report”.', dueIn: null, attempts: 1 },
  ])
  expect(await linesOf(database.pool)).toEqual(['1 error There is no pipeline “report”.'])
  await until(() => worker.counted('Unknown pipeline') === 1)
})

test('one that fails has no effects, and is tried again after growing waits until its tries are over', async () => {
  await setSettings(database.pool, { retries: 2 })
  await saveOrders(database.pool)
  await savePipeline(database.pool, 'report', [REPORT, FAILING])
  await shipOrders(database.pool)
  const waits: number[] = []
  working()
  for (let attempt = 1; attempt <= 2; attempt++) {
    const [stream] = await until(async () => {
      const now = await streams()
      return now[0]?.state === 'retry_fire' && now[0].attempts === attempt ? now : null
    })
    waits.push(Math.round(stream?.dueIn ?? 0))
    await hurry(database.pool)
  }
  await allIn('error')
  expect(waits).toEqual([10, 40])
  expect(await streams()).toMatchObject([{ attempts: 3, dueIn: null, serial: 6 }])
  expect((await streams())[0]?.error).toMatch(/^2: event: the type is empty/)
  expect(await linesOf(database.pool)).toHaveLength(3)
  expect(await eventTypes()).toEqual(['order.shipped'])
})

test('streams that are not to be kept are gone when they are completed, and their events stay', async () => {
  await setSettings(database.pool, { keepDays: 0 })
  await saveOrders(database.pool)
  await savePipeline(database.pool, 'report', [{ name: 'log' }])
  await shipOrders(database.pool, 3)
  working()
  await until(async () => (await streams()).length === 0)
  expect(await eventTypes()).toHaveLength(3)
})

test('what one pipeline asks for and cannot be written costs no other its end', async () => {
  await saveOrders(database.pool)
  await savePipeline(database.pool, 'report', [
    { name: 'monitor', params: { monitor: '{{order}}' } },
  ])
  await savePipeline(database.pool, 'fine', [REPORT])
  await saveOrders(database.pool, { name: 'others', fire_pipeline: 'fine' })
  await shipOrders(database.pool, 2)
  working()
  await until(async () =>
    (await streams()).every(({ state }) => ['completed', 'retry_fire'].includes(state)),
  )
  const all = await streams()
  expect(all.map(({ state }) => state).sort()).toEqual([
    ...['completed', 'completed', 'retry_fire', 'retry_fire'],
  ])
  expect(all.find(({ state }) => state === 'retry_fire')?.error).toMatch(/There is no monitor/)
})

test('any number of workers run each stream once', async () => {
  await saveOrders(database.pool)
  await savePipeline(database.pool, 'report', [REPORT])
  await shipOrders(database.pool, 300)
  working()
  working()
  working()
  await allIn('completed')
  const types = await eventTypes()
  expect(types.filter(type => type === 'report.done')).toHaveLength(300)
  expect((await streams()).every(({ serial }) => serial === 2)).toBe(true)
})

test('events that a pipeline makes feed other triggers, and a loop of them ends', async () => {
  await saveOrders(database.pool)
  await savePipeline(database.pool, 'report', [
    { name: 'event', params: { type: 'order.shipped', traits: { order: '{{order}}+' } } },
  ])
  await shipOrders(database.pool)
  const worker = working()
  await until(() => worker.counted('Too deep') === 1)
  expect(await streams()).toHaveLength(9)
  expect((await linesOf(database.pool)).at(-1)).toMatch(/looks like a loop/)
  expect(await eventTypes()).toHaveLength(10)
})

test('what is stopped is given back, as if it had not been taken', async () => {
  await saveOrders(database.pool)
  await savePipeline(database.pool, 'report', [{ name: 'script', params: { script: 'return' } }])
  await shipOrders(database.pool)
  const began = Promise.withResolvers<void>()
  const worker = working({
    run() {
      began.resolve()
      return new Promise(() => {})
    },
  })
  await began.promise
  expect(await streams()).toMatchObject([
    { state: 'firing', attempts: 1, claimedBy: worker.engineId },
  ])
  await worker.stop(0)
  workers = []
  expect(await streams()).toMatchObject([{ state: 'retry_fire', attempts: 0, claimedBy: null }])
})
