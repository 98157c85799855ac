import { afterAll, beforeAll, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { openBroker } from '#lib/sources/broker.ts'
import { getSource } from '#lib/sources/data.ts'
import { createSource, deleteSource, updateSource } from '#lib/sources/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { serve, type TestServer } from '#tests/servers.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let graphite: TestServer
let broker: ReturnType<typeof openBroker>
/** What the fake Graphite answers next. */
let answer: (target: string) => string = () => '[]'
const silent = Symbol('no answer')
let isSilent: typeof silent | null = null

beforeAll(async () => {
  database = await freshDatabase()
  graphite = await serve((request, response) => {
    const target = new URL(request.url ?? '', 'http://x').searchParams.get('target') ?? ''
    if (!isSilent) response.end(answer(target))
  })
  await createSource({ key: 'graphite', type: 'graphite', config: { url: graphite.url } }, byAda)
  await createSource(
    { key: 'db', type: 'sql', config: { url: database.url, maxRows: 100_000 } },
    byAda,
  )
  await createSource({ key: 'web', type: 'http', config: {} }, byAda)
  await createSource({ key: 'off', type: 'http', config: {}, enabled: false }, byAda)
  broker = openBroker()
})
afterAll(async () => {
  await broker.close()
  await graphite.close()
  await database.close()
})

const { signal: never } = new AbortController()
const call = (source: string, method: string, args: unknown[] = [], changes = {}) =>
  broker.call({
    source,
    method,
    args,
    allowed: null,
    reach: everything,
    signal: never,
    timeoutMs: 10_000,
    ...changes,
  })

test('a call goes to the source and comes back as plain data', async () => {
  answer = target => JSON.stringify([{ target, datapoints: [[1, 60]] }])
  expect(await call('graphite', 'getSum', ['a.b'])).toBe(1)
  expect(await call('graphite', 'getSeries', ['a.b', null, undefined])).toEqual([
    { target: 'a.b', datapoints: [[1, 60]] },
  ])
  expect(await call('db', 'execute', ['select $1::int as a', [7]])).toEqual([{ a: 7 }])
})

test('a row may have a column of any name', async () => {
  const [row] = (await call('db', 'execute', ['select 1 as "__proto__"'])) as object[]
  expect(Object.entries(row ?? {})).toEqual([['__proto__', 1]])
  expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
})

test.each([
  ['nothing', 'get', [], 'not_found', 'There is no source "nothing".'],
  ['off', 'get', ['http://x'], 'invalid', 'The source "off" is switched off.'],
  ['graphite', 'drop', [], 'invalid', 'has no method drop; it has getDatapoints'],
  ['graphite', 'constructor', [], 'invalid', 'has no method constructor'],
  ['graphite', '__proto__', [], 'invalid', 'has no method __proto__'],
  ['constructor', 'x', [], 'not_found', 'There is no source'],
  ['graphite', 'getSum', [], 'invalid', 'sources.graphite.getSum: path: is missing'],
  ['graphite', 'getSum', [{ $gt: '' }], 'invalid', 'sources.graphite.getSum: path:'],
  ['db', 'rows', ['delete from source'], 'invalid', 'a source is read-only'],
])('%s.%s is refused in words', async (source, method, args, code, words) => {
  await expect(call(source, method, args)).rejects.toMatchObject({
    name: 'UserError',
    code,
    message: expect.stringContaining(words),
  })
})

test('a monitor asks only what it may', async () => {
  const allowed = ['graphite']
  await expect(call('db', 'value', ['select 1'], { allowed })).rejects.toMatchObject({
    code: 'forbidden',
  })
  expect(await call('graphite', 'getSum', ['a'], { allowed })).toBe(1)
})

test('a script cannot make it ask the private network', async () => {
  await expect(call('web', 'get', [graphite.url])).rejects.toMatchObject({
    name: 'RemoteError',
    message: expect.stringContaining('not a public address'),
  })
})

test('a call ends at its time limit', async () => {
  isSilent = silent
  await expect(call('graphite', 'getSum', ['a'], { timeoutMs: 200 })).rejects.toThrow(
    'sources.graphite.getSum took longer than 200 ms',
  )
})

test('a call ends with its run', async () => {
  const run = new AbortController()
  const asking = call('graphite', 'getSum', ['a'], { signal: run.signal })
  run.abort()
  await expect(asking).rejects.toThrow('given up')
  isSilent = null
})

test('an answer that is too large is an error', async () => {
  const sql = `select repeat('x', 100) from generate_series(1, 50000)`
  await expect(call('db', 'rows', [sql])).rejects.toThrow(/the answer has \d+ bytes/)
})

test('a failure of the source is told with the call’s name', async () => {
  answer = () => '<html>'
  await expect(call('graphite', 'getSum', ['a'])).rejects.toMatchObject({
    name: 'RemoteError',
    message: expect.stringMatching(/^sources\.graphite\.getSum: .* did not answer as expected/),
  })
})

/** What calling a source comes to, in words. */
const told = (source: string) =>
  call(source, 'getSum', ['a']).then(
    () => 'answered',
    error => String(error.message),
  )

test('changes are followed without a restart', async () => {
  answer = () => '[]'
  await updateSource('graphite', { enabled: false }, byAda)
  await until(async () => /switched off/.test(await told('graphite')))
  await updateSource('graphite', { enabled: true }, byAda)
  await until(async () => (await told('graphite')) === 'answered')

  await createSource({ key: 'second', type: 'graphite', config: { url: graphite.url } }, byAda)
  await until(async () => (await told('second')) === 'answered')
  await deleteSource('second', byAda)
  await until(async () => /There is no source/.test(await told('second')))
})

test('connections outlive a change of another source', async () => {
  const backend = await call('db', 'value', ['select pg_backend_pid()'])
  await createSource({ key: 'third', type: 'http', config: {} }, byAda)
  await until(async () => /has no method getSum/.test(await told('third')))
  expect(await call('db', 'value', ['select pg_backend_pid()'])).toBe(backend)
})

test('settings that are no longer valid make one source unusable, not all', async () => {
  await database.db.source.update({ where: { key: 'third' }, data: { config: { allow: 7 } } })
  await database.pool.query(`notify belfry_config, 'source:third'`)
  await until(async () => /cannot be used/.test(await told('third')))
  expect(await call('db', 'value', ['select 1'])).toBe(1)
})

test('what calls came to can be seen with the source', async () => {
  const watched = openBroker()
  const ask = {
    method: 'getSum',
    args: ['a'],
    allowed: null,
    reach: everything,
    signal: never,
    timeoutMs: 10_000,
  }
  await watched.call({ ...ask, source: 'graphite' })
  answer = () => 'nonsense'
  await watched.call({ ...ask, source: 'graphite' }).catch(() => {})
  await watched.close()
  expect((await getSource(everything, 'graphite')).health).toMatchObject({
    lastOkAt: expect.any(String),
    lastErrorAt: expect.any(String),
    lastError: expect.stringContaining('did not answer as expected: nonsense'),
    latencyMs: expect.any(Number),
  })
})
