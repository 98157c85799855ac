import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { openSandbox, type Sandbox } from '#lib/sandbox/pool.ts'
import { openBroker } from '#lib/sources/broker.ts'
import { serve, type TestServer } from '#tests/servers.ts'

/** Scripts in the real sandbox ask real sources, whose settings are given here instead of stored. */
let sandbox: Sandbox
let broker: ReturnType<typeof openBroker>
let site: TestServer
const file = join(tmpdir(), `belfry-scripts-${process.pid}.db`)

beforeAll(async () => {
  site = await serve((_, response) => response.end('{"orders":{"open":41}}'))
  const database = new DatabaseSync(file)
  database.exec('create table thing (id integer); insert into thing values (1), (9007199254740993)')
  database.close()

  const source = (key: string, type: string, settings: object) => ({
    ...{ key, type, description: '', enabled: true, groups: [], updatedAt: new Date() },
    settings: { ...settings },
  })
  broker = openBroker({
    load: async () => [
      source('web', 'http', { allow: [`127.0.0.1:${site.port}`] }),
      source('shop-db', 'sql', { url: `sqlite://${file}` }),
    ],
    watch: async () => {},
    writeHealth: async () => {},
  })
  sandbox = await openSandbox({ broker, processes: 1 })
})
afterAll(async () => {
  await sandbox.close()
  await broker.close()
  await site.close()
  rmSync(file)
})

const run = (script: string, sources: string[] | null = null) =>
  sandbox.run({
    script,
    sources,
    reach: everything,
    monitor: { id: null, name: 'test', tags: [] },
    now: new Date(),
    previous: { state: 'INACTIVE', value: null, at: null },
    timeoutMs: 20_000,
  })

test('an HTTP answer can be read as JSON', async () => {
  const outcome = await run(`
    const answer = await sources.web.get('${site.url}')
    if (answer.status !== 200) fail('the shop is down')
    return answer.json().orders.open + 1`)
  expect(outcome).toMatchObject({ state: 'OK', value: 42 })
})

test('rows of a database are plain objects', async () => {
  const outcome = await run(`
    const rows = await sources['shop-db'].execute('select id from thing where id > ?', [1])
    return rows.map(row => typeof row.id + ' ' + row.id).join()`)
  expect(outcome).toMatchObject({ state: 'OK', value: 'string 9007199254740993' })
})

test('a refusal can be caught, and names the call', async () => {
  const outcome = await run(`
    try { await sources['shop-db'].rows('delete from thing') } catch (error) { return error.message }`)
  expect(outcome.value).toMatch(/^sources\.shop-db\.rows: a source is read-only/)
})

test('a failing source makes the run an ERROR that says why', async () => {
  const outcome = await run(`return (await sources.web.get('http://127.0.0.1:1/')).status`)
  expect(outcome).toMatchObject({
    state: 'ERROR',
    reason: 'source',
    message: expect.stringContaining('sources.web.get: 127.0.0.1'),
    calls: [{ source: 'web', method: 'get', error: expect.any(String) }],
  })
})

test('a monitor that is limited to one source asks no other', async () => {
  const outcome = await run(`return await sources['shop-db'].value('select 1')`, ['web'])
  expect(outcome).toMatchObject({
    state: 'ERROR',
    message: expect.stringContaining('may not use the source "shop-db"'),
  })
})
