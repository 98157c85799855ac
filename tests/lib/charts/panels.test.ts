import { afterAll, beforeAll, expect, test } from 'vitest'
import { everything, type Reach } from '#lib/access/reach.ts'
import { readPanel } from '#lib/charts/data.ts'
import type { Drawn, DrawnLines, DrawnStates } from '#lib/charts/drawn.ts'
import { panel } from '#lib/charts/panel.ts'
import { monitorInput } from '#lib/monitors/schema.ts'
import { openStore, type Store } from '#tests/lib/errors/store.ts'

/** Panels of what is no metric. */
let store: Store
const HOUR = 3_600_000
const NOW = Date.now()
const range = { from: new Date(NOW - 6 * HOUR), to: new Date(NOW) }
const outside: Reach = { all: false, groups: ['search'] }

beforeAll(async () => {
  store = await openStore()
  const { pool } = store
  const { policy } = monitorInput.parse({ name: 'm', script: ';', schedule: '* * * * *' })
  await pool.query(
    `insert into monitor (name, script, schedule, unit, tags, groups, policy, version, updated_at, state, since, last_value)
     values ('queue', '', '* * * * *', 'jobs', '{night}', '{}', $1, 1, now(), 'ALARM', $2, '12'),
       ('disk', '', '* * * * *', '%', '{night}', '{}', $1, 1, now(), 'OK', $2, '{"used": 3}'),
       ('paused', '', '* * * * *', '', '{}', '{}', $1, 1, now(), 'INACTIVE', $2, null),
       ('vault', '', '* * * * *', '', '{night}', '{payments}', $1, 1, now(), 'ERROR', $2, null)`,
    [policy, new Date(NOW - HOUR)],
  )
  await pool.query(
    `insert into run (monitor_id, planned_at, status, value, version)
     select id, $1::timestamptz + n * interval '1 hour', 'done', to_jsonb(n), 1
     from monitor, generate_series(0, 5) n where name = 'queue'`,
    [new Date(NOW - 5.5 * HOUR)],
  )
  await pool.query(
    `insert into transition (monitor_id, at, "from", "to", message, version)
     select id, $1, 'OK', 'ALARM', '', 1 from monitor where name = 'queue'`,
    [new Date(NOW - HOUR)],
  )
  const error = (message: string, times: number) =>
    Array.from({ length: times }, () => ({ message, at: NOW - 2 * HOUR }))
  const words = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf']
  for (const [i, word] of words.entries())
    await store.send(...error(`${word} went wrong in its own way`, i + 1))
})
afterAll(() => store?.close())

const read = <D extends Drawn>(asked: object, reach = everything) =>
  readPanel(reach, panel.parse(asked), range) as Promise<D>
const sum = (values: (number | null)[] = []) => values.reduce<number>((a, b) => a + (b ?? 0), 0)

test('a monitor is drawn with its values and its states', async () => {
  const drawn = await read<DrawnLines>({ kind: 'monitor', monitor: 'queue' })
  expect(drawn).toMatchObject({ kind: 'monitor', period: null, leftOut: 0 })
  expect(drawn.lines).toEqual([
    { name: 'queue', values: [0, 1, 2, 3, 4, 5], isBefore: false, href: expect.any(String) },
  ])
  expect(drawn.bands.map(({ state }) => state)).toEqual(['OK', 'ALARM'])
})

test('monitors are told by their states, the bad ones first', async () => {
  const { monitors, leftOut } = await read<DrawnStates>({ kind: 'monitors', tag: 'night' })
  expect(monitors.map(({ name, state, value, unit }) => [name, state, value, unit])).toEqual([
    ['queue', 'ALARM', 12, 'jobs'],
    ['vault', 'ERROR', null, ''],
    ['disk', 'OK', 3, '%'],
  ])
  expect([monitors[0]?.since, leftOut]).toEqual([NOW - HOUR, 0])
  const named = await read<DrawnStates>({ kind: 'monitors', names: ['disk', 'nothing'] })
  expect(named.monitors.map(({ name }) => name)).toEqual(['disk'])
  expect((await read<DrawnStates>({ kind: 'monitors' })).monitors).toHaveLength(4)
})

test('errors are drawn by their signatures, the most frequent first, and the others together', async () => {
  const drawn = await read<DrawnLines>({ kind: 'errors' })
  expect(drawn.lines.map(({ name, values }) => [name.split(' ')[0], sum(values)])).toEqual([
    ...[['golf', 7] as const, ['foxtrot', 6], ['echo', 5], ['delta', 4], ['charlie', 3]],
    ['others', 3],
  ])
  expect(drawn.times).toHaveLength(drawn.lines[0]?.values.length ?? 0)
  expect(drawn.from).toBe(drawn.times[0])
})

test('errors can be those that a search finds, of a project, or of one signature', async () => {
  const found = await read<DrawnLines>({ kind: 'errors', q: 'bravo', project: 'default' })
  expect(found.lines.map(({ values }) => sum(values))).toEqual([2])
  const signature = await store.signatureOf('alpha went wrong in its own way')
  const one = await read<DrawnLines>({ kind: 'errors', signature })
  expect(one.lines).toMatchObject([{ href: `/errors/${signature}` }])
})

test('a text has nothing to be read', async () => {
  expect(await read({ kind: 'text', text: '# Night shift' })).toEqual({ kind: 'text' })
})

test('what is not there is not found, and neither is what is not reached', async () => {
  const notFound = { code: 'not_found' }
  for (const asked of [
    { kind: 'monitor', monitor: 'nothing' },
    { kind: 'errors', project: 'nothing' },
    { kind: 'errors', signature: 1_000_000 },
  ])
    await expect(read(asked)).rejects.toMatchObject(notFound)

  await expect(read({ kind: 'monitor', monitor: 'vault' }, outside)).rejects.toMatchObject(notFound)
  const { monitors } = await read<DrawnStates>({ kind: 'monitors', tag: 'night' }, outside)
  expect(monitors.map(({ name }) => name)).toEqual(['queue', 'disk'])
  await store.pool.query(`update project set groups = '{payments}'`)
  expect((await read<DrawnLines>({ kind: 'errors' }, outside)).lines).toEqual([])
  await store.pool.query(`update project set groups = '{}'`)
})
