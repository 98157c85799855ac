import { readFileSync } from 'node:fs'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Project } from '#lib/projects/schema.ts'
import { openWorld } from '#tests/lib/intake/world.ts'
import { ORDERS, saveTrigger } from '#tests/lib/streams/feed/world.ts'

/** What docs/scaling.md says of the tables, in Citus' words; those that it does not name are local. */
const DOC = readFileSync('docs/scaling.md', 'utf8')
const DISTRIBUTED = listed('Distributed by `project_id`')
const REFERENCE = listed('Reference tables')

let world: Awaited<ReturnType<typeof openWorld>>
let statements: string[]
beforeAll(async () => {
  world = await openWorld()
  const project = world.context.directory.byId(1)
  if (!project) throw new Error('the default project is always there')
  await saveTrigger(world.pool, ORDERS)
  const first = await statementsOf(() => takeAll(project, 1))
  const again = await statementsOf(() => takeAll(project, 2))
  await world.pool.query(`
    update signature set state = 'resolved';
    update stream set expire_at = now() - interval '1 second';
    update event_type set last_seen = now() - interval '1 hour'`)
  const late = await statementsOf(() => takeAll(project, 3))
  statements = [...new Set([...first, ...again, ...late])]
})
afterAll(() => world.close())

/** Something of every kind comes in. */
async function takeAll(project: Project, n: number) {
  const { intake, metrics, events } = world.context
  const now = Date.now()
  const at = now / 1000
  const error = { level: 3, host: 'web-1', program: 'shop', at: now, message: 'it broke' }
  await intake.accept(project, 'http', [{ ...error, uid: `${n}` }], { key: `errors ${n}` })
  const update = { name: 'sold', value: 1, times: 1, at, filters: [] }
  const updates = [
    { ...update, kind: 'counter' as const, filters: [{ name: 'country', values: ['ch'] }] },
    { ...update, kind: 'distribution' as const },
  ]
  await metrics.accept(project, 'gottwall', updates, { key: `metrics ${n}` })
  const event = { type: 'payment', id: `${n}`, uid: `${n}`, host: 'web-1', pid: 1 }
  const times = { start: at, at, isTimed: true, traits: '{"order":1}' }
  await events.accept(project, 'http', [{ ...event, ...times }], { key: `events ${n}` })
}

/** The SQL that is sent to the server meanwhile. */
async function statementsOf(work: () => Promise<void>): Promise<string[]> {
  const said: string[] = []
  const { query } = Client.prototype
  Client.prototype.query = function (this: Client, ...given: Parameters<typeof query>) {
    const [first] = given as unknown as [string | { text?: string }]
    const text = typeof first === 'string' ? first : first.text
    said.push((text ?? '').replace(/\s+/g, ' ').trim())
    return query.apply(this, given)
  } as typeof query
  try {
    await work()
  } finally {
    Client.prototype.query = query
  }
  return said
}

/** What stands in a list below a heading of the page. */
function listed(heading: string): string[] {
  const [, part = ''] = DOC.split(`### ${heading}\n`)
  const [section = ''] = part.split(/\n#+ /)
  return [...section.matchAll(/^- `([^`]+)`/gm)].map(([, name = '']) => name)
}

/** Each place in which a statement names a table. */
const placesIn = (sql: string, names: readonly string[]): string[] =>
  [...sql.matchAll(/(?:insert into|update|delete from|from|join|using) (\w+)/g)].flatMap(
    ([, name = '']) => (names.includes(name) ? [name] : []),
  )

/** Each place in which it says of which project: one that is given, or that of another place. */
const ANCHORS =
  /project_id = (?:\$?\d+|\w+\.project_id)|insert into \w+( as \w+)? \(project_id, [^)]*\) (?:select \$\d+|values \(0)/g

const columnsOf = (sql: string, values: unknown[] = []) =>
  world.pool.query(sql, values).then(({ rows }) => rows.map(row => Object.values(row).join(' ')))

test('what comes in is written to tables that are distributed, with the help of reference tables, and to no local ones', async () => {
  const all = await columnsOf(`
    select relname from pg_class where relkind in ('r', 'p') and not relispartition
      and relnamespace = 'public'::regnamespace`)
  const named = new Set(statements.flatMap(sql => placesIn(sql, all)))
  expect([...named].filter(name => ![...DISTRIBUTED, ...REFERENCE].includes(name))).toEqual([])
  const rare = ['metric_total', 'reclassification', 'reclassification_move', 'stream_log']
  expect([...named, ...rare].filter(name => DISTRIBUTED.includes(name)).sort()).toEqual(DISTRIBUTED)
})

test('each of these statements names one project, for each distributed table in it', () => {
  const loose = statements.filter(
    sql => placesIn(sql, DISTRIBUTED).length > (sql.match(ANCHORS)?.length ?? 0),
  )
  expect(loose).toEqual([])
})

test('each distributed table has the project in every row and in every unique key', async () => {
  const withIt = await columnsOf(
    `select attrelid::regclass from pg_attribute
     where attname = 'project_id' and attnotnull and attrelid::regclass::text = any ($1)`,
    [DISTRIBUTED],
  )
  expect(withIt.sort()).toEqual(DISTRIBUTED)
  const keysWithoutIt = `
    select indexrelid::regclass from pg_index x
    where indisunique and indrelid::regclass::text = any ($1) and not exists (
      select from pg_attribute where attrelid = indrelid and attname = 'project_id' and attnum = any (indkey::int[]))`
  expect(await columnsOf(keysWithoutIt, [DISTRIBUTED])).toEqual([])
})

test('references lead from distributed tables to those of the same project and to reference tables, from reference tables to such, and from local ones to no distributed one', async () => {
  const references = await columnsOf(
    `select conrelid::regclass, '->', confrelid::regclass from pg_constraint
     where contype = 'f' and case
       when confrelid::regclass::text = any ($1) then not (conrelid::regclass::text = any ($1) and exists (
         select from unnest(conkey, confkey) as pair (own, other)
         join pg_attribute a on a.attrelid = conrelid and a.attnum = own and a.attname = 'project_id'
         join pg_attribute b on b.attrelid = confrelid and b.attnum = other and b.attname = 'project_id'))
       else conrelid::regclass::text = any ($1 || $2) and not confrelid::regclass::text = any ($2) end`,
    [DISTRIBUTED, REFERENCE],
  )
  expect(references).toEqual([])
})

test('the one trigger on a distributed table is the one that the page names', async () => {
  const triggers = await columnsOf(
    `select tgname from pg_trigger where not tgisinternal and tgrelid::regclass::text = any ($1)`,
    [DISTRIBUTED],
  )
  expect(triggers).toEqual(['stream_events_gone'])
  expect(DOC).toContain('`stream_events_gone`')
})
