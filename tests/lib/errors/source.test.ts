import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { type ErrorMonitor, monitorFor, watched } from '#lib/errors/monitors.ts'
import { changeSignature, operateOn } from '#lib/errors/mutations.ts'
import { openSandbox, type Sandbox } from '#lib/sandbox/pool.ts'
import { openBroker } from '#lib/sources/broker.ts'
import { ada } from '#tests/actor.ts'
import { openStore, type Store } from '#tests/lib/errors/store.ts'

/** Scripts in the real sandbox ask the source about errors that the real intake has counted. */
let store: Store
let sandbox: Sandbox
let broker: ReturnType<typeof openBroker>
beforeAll(async () => {
  store = await openStore()
  broker = openBroker({ load: async () => [], watch: async () => {}, writeHealth: async () => {} })
  sandbox = await openSandbox({ broker, processes: 1 })
})
beforeEach(async () => {
  await store.pool.query('truncate signature, intake_count, intake_seen cascade')
  await store.renew()
})
afterAll(async () => {
  await sandbox?.close()
  await broker?.close()
  await store.close()
})

const MINUTE = 60_000
const ago = (ms: number) => Date.now() - ms

const run = (script: string) =>
  sandbox.run({
    ...{ script, sources: ['errors'], reach: everything, timeoutMs: 60_000 },
    monitor: { id: null, name: 'test', tags: [] },
    now: new Date(),
    previous: { state: 'INACTIVE', value: null, at: null },
  })

async function answerOf(expression: string): Promise<unknown> {
  const outcome = await run(`console.log(JSON.stringify(await sources.errors.${expression}))`)
  if (outcome.state !== 'OK') throw new Error(outcome.message)
  return JSON.parse(outcome.output)
}

const disk = (rest = {}) => ({ message: 'disk is full', host: 'db-1', level: 3, ...rest })
const mail = (rest = {}) => ({ message: 'the mail bounced', host: 'mx-1', level: 2, ...rest })
const times = <T>(n: number, one: T): T[] => Array.from({ length: n }, () => one)

test.each([
  ['count()', 5],
  ["count({ slice: '5_minute' })", 3],
  ["count({ from: '-2h' })", 6],
  ["count({ from: '-2h', to: '-80min' })", 1],
  ["count({ level: 'critical' })", 1],
  ["count({ host: 'db-1', slice: 'hour' })", 4],
  ["count({ query: 'mail' })", 1],
  ["count({ query: 'mx-1' })", 1],
  ["count({ project: 'default' })", 5],
  ['count({ project: 2 })', 0],
  ["count({ state: 'resolved' })", 0],
])('%s is %i', async (expression, expected) => {
  await store.send(...times(2, disk()), mail(), ...times(2, disk({ at: ago(10 * MINUTE) })))
  await store.send(disk({ at: ago(90 * MINUTE) }))
  expect(await answerOf(expression)).toBe(expected)
})

test.each([
  ["count({ from: '-2h', slice: 'hour' })", 'slice: does not go with `from`'],
  ["count({ to: '-2h' })", 'to: needs a `from`'],
  ["count({ from: '-1h', to: '-2h' })", 'to: is before `from`'],
  ["count({ from: 'tomorrow-ish' })", 'must be a date'],
  ["count({ slice: 'fortnight' })", 'slice'],
  ['count({ signature: 4711 })', 'There is no signature 4711.'],
  ["count({ project: 'shop' })", 'There is no project shop.'],
  ['get(4711)', 'There is no signature 4711.'],
  ["timeseries({ slice: 'second', from: '-30d' })", 'take a slice of 5_minute or longer'],
])('%s fails and says “%s”', async (expression, message) => {
  const outcome = await run(`return await sources.errors.${expression}`)
  expect(outcome).toMatchObject({ state: 'ERROR', message: expect.stringContaining(message) })
})

test('a rate is per second', async () => {
  await store.send(...times(30, disk()))
  expect(await answerOf("rate({ slice: '5_minute' })")).toBeCloseTo(0.1, 2)
})

test('a series has a point for every slice', async () => {
  await store.send(...times(2, disk()), disk({ at: ago(3 * MINUTE) }))
  const series = (await answerOf("timeseries({ from: '-20min', query: 'disk' })")) as {
    count: number
    points: [number, number][]
  }
  expect(series).toMatchObject({ slice: 'minute', resolution: 'second', count: 3 })
  expect(series.points).toHaveLength(21)
  expect(series.points.reduce((sum, [, count]) => sum + count, 0)).toBe(3)
})

test('the top ones come most errors first', async () => {
  await store.send(...times(3, disk()), ...times(2, mail()))
  expect(await answerOf("top(1, { slice: 'hour' })")).toMatchObject([
    { template: 'disk is full', count: 3, project: 'default' },
  ])
  expect(await answerOf('top(5)')).toHaveLength(2)
})

test('what is new, came again, and is known of a signature', async () => {
  await store.send(disk({ release: '1.0' }))
  const id = await store.signatureOf('disk is full')
  expect(await answerOf("newSignatures('-5min', { project: 'default' })")).toMatchObject([
    { id, template: 'disk is full', level: 'error', count: 1 },
  ])
  expect(await answerOf("newSignatures('-5min', { level: 'critical' })")).toEqual([])
  expect(await answerOf(`newSignatures(${Date.now() + MINUTE})`)).toEqual([])

  await operateOn({ action: 'resolve', ids: [id] }, ada)
  expect(await answerOf("regressed('-5min')")).toEqual([])
  await store.send(disk({ release: '1.1' }))
  expect(await answerOf("regressed('-5min')")).toMatchObject([{ id }])
  expect(await answerOf(`get(${id})`)).toMatchObject({
    ...{ id, state: 'open', regressed: true, hosts: ['db-1'], programs: ['shop'] },
    releases: ['1.0', '1.1'],
  })
})

test('what was merged counts as one', async () => {
  await store.send(...times(3, disk()), ...times(2, mail()))
  const [id, other] = [
    await store.signatureOf('disk is full'),
    await store.signatureOf('the mail bounced'),
  ]
  await operateOn({ action: 'merge', into: id, ids: [other] }, ada)
  expect(await answerOf(`count({ signature: ${id} })`)).toBe(5)
  expect(await answerOf(`count({ signature: ${other} })`)).toBe(5)
  expect(await answerOf('top(5)')).toMatchObject([{ id, count: 5 }])
})

/** The ready-made script, as it would run. */
const ready = (template: ErrorMonitor, of: object = {}) =>
  run(monitorFor(template, watched.parse(of)).script)

test('ready-made: an alarm when a new signature appears, not when a known one comes again', async () => {
  expect(await ready('new')).toMatchObject({ state: 'OK', value: 0 })
  await store.send(disk())
  expect(await ready('new', { project: 'default' })).toMatchObject({
    ...{ state: 'ALARM', message: '1 new: default: disk is full' },
  })
  expect(await ready('new', { level: 'critical' })).toMatchObject({ state: 'OK' })
  await store.pool.query(`update signature set created_at = now() - interval '1 hour'`)
  await store.send(disk())
  expect(await ready('new')).toMatchObject({ state: 'OK' })
})

test('ready-made: an alarm when a signature is above its threshold, strictly', async () => {
  await store.send(...times(10, disk()))
  expect(await ready('above', { above: 10 })).toMatchObject({ state: 'OK', value: 0 })
  await store.send(disk(), mail())
  expect(await ready('above', { above: 10 })).toMatchObject({
    ...{ state: 'ALARM', value: 11 },
    message: 'disk is full has violated 10 threshold for 300 timeperiod (11)',
  })
  const id = await store.signatureOf('disk is full')
  await changeSignature(id, { name: 'Full disk' }, ada)
  expect(await ready('above', { signature: id, slice: 'hour', above: 5 })).toMatchObject({
    message: 'Full disk has violated 5 threshold for 3600 timeperiod (11)',
  })
})

test('ready-made: an alarm when there are many more, or fewer, than a week ago', async () => {
  expect(await ready('rate')).toMatchObject({ state: 'OK', value: 0 })
  await store.send(...times(40, disk()))
  expect(await ready('rate')).toMatchObject({
    ...{ state: 'ALARM', message: '40 errors in half an hour; 0 a week ago' },
  })
  await store.pool.query(
    `insert into error_second select signature_id, at - interval '7 days 1 minute', 40, project_id from error_second;
     insert into error_minute select signature_id, at - interval '7 days 1 minute', host_id, level, 40, project_id from error_minute;
     insert into error_hour select distinct on (1) signature_id, date_trunc('hour', at - interval '7 days 1 minute'),
       host_id, level, 40, project_id from error_minute order by 1, at`,
  )
  expect(await ready('rate', { query: 'disk' })).toMatchObject({ state: 'OK', value: 40 })
  await store.pool.query(
    `delete from error_second where at > now() - interval '1 day';
     delete from error_minute where at > now() - interval '1 day'`,
  )
  expect(await ready('rate')).toMatchObject({
    ...{ state: 'ALARM', message: expect.stringMatching(/^Only 0 errors in half an hour; 40 /) },
  })
})

test('ready-made: an alarm when nothing came in for too long', async () => {
  expect(await ready('silent')).toMatchObject({ state: 'ERROR' })
  await store.send(disk())
  expect(await ready('silent')).toMatchObject({ state: 'OK' })
  await store.pool.query(`update intake_count set minute = minute - interval '20 minutes'`)
  expect(await ready('silent', { project: 'default' })).toMatchObject({
    ...{ state: 'ALARM', message: expect.stringMatching(/^Nothing came in for 2[01] minutes$/) },
  })
})
