import { readFileSync } from 'node:fs'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Project } from '#lib/projects/schema.ts'
import { openWorld } from '#tests/lib/intake/world.ts'
import { ORDERS, saveTrigger } from '#tests/lib/streams/feed/world.ts'

/** What docs/scaling.md says of the tables that an intake writes. */
const DOC = readFileSync('docs/scaling.md', 'utf8')
const COLUMN = 'project_id'

let world: Awaited<ReturnType<typeof openWorld>>
let statements: Set<string>
beforeAll(async () => {
  world = await openWorld()
  const project = world.context.directory.byId(1)
  if (!project) throw new Error('the default project is always there')
  await saveTrigger(world.pool, ORDERS)
  statements = await statementsOf(() => takeAll(project))
})
afterAll(() => world.close())

/** Everything that is written for what comes in, twice: what is new, and what is known. */
async function takeAll(project: Project) {
  const { intake, metrics, events } = world.context
  const common = { level: 3, host: 'web-1', program: 'shop' }
  for (const n of [1, 2]) {
    const now = Date.now()
    const at = now / 1000
    const error = { ...common, at: now, message: 'it broke' }
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
}

/** The SQL that is sent to the server meanwhile. */
async function statementsOf(work: () => Promise<void>): Promise<Set<string>> {
  const said = new Set<string>()
  const { query } = Client.prototype
  Client.prototype.query = function (this: Client, ...given: Parameters<typeof query>) {
    const [first] = given as unknown as [string | { text?: string }]
    const text = typeof first === 'string' ? first : first.text
    said.add((text ?? '').replace(/\s+/g, ' ').trim())
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

const REFERENCE = ['project', 'project_key']

/** Tables of rows, as the statements name them; partitions of a day are their table. */
const tablesIn = (sql: string): string[] =>
  [...sql.matchAll(/(?:insert into|update|delete from|from|join) (\w+)/g)].flatMap(([, name]) =>
    name && tables.has(name) ? [name] : [],
  )
let tables: Map<string, boolean>
beforeAll(async () => {
  const { rows } = await world.pool.query<{ name: string; has: boolean }>(
    `select relname as name, exists (
       select from pg_attribute where attrelid = c.oid and attname = $1) as has
     from pg_class c where relkind in ('r', 'p') and not relispartition
       and relnamespace = 'public'::regnamespace`,
    [COLUMN],
  )
  tables = new Map(rows.map(({ name, has }) => [name, has]))
})
/** What it does with which tables: `update signature`. */
const nameOf = (sql: string) => [sql.split(' ')[0], ...new Set(tablesIn(sql))].join(' ')
const hot = () =>
  [...new Set([...statements].flatMap(tablesIn))].filter(name => !REFERENCE.includes(name)).sort()

test('every table that an intake writes is in the list of those that have the project, or of those that lack it', () => {
  expect(listed('Tables that have the project')).toEqual(hot().filter(name => tables.get(name)))
  expect(listed('Tables that lack it')).toEqual(hot().filter(name => !tables.get(name)))
})

test('every statement on a table that has the project names it, but for those that the page names', () => {
  const without = [...statements].filter(
    sql =>
      tablesIn(sql).some(name => tables.get(name) && hot().includes(name)) && !sql.includes(COLUMN),
  )
  expect([...new Set(without.map(nameOf))].sort()).toEqual(listed('Statements that do not name it'))
})

test('keys that would have to be widened are those that the page names', async () => {
  const { rows } = await world.pool.query<{ key: string }>(
    `select i.relname as key from pg_index x join pg_class i on i.oid = x.indexrelid
     join pg_class t on t.oid = x.indrelid
     where x.indisunique and t.relname = any ($1) and not exists (
       select from pg_attribute a where a.attrelid = t.oid and a.attname = $2
         and a.attnum = any (x.indkey::int[]))
     order by 1`,
    [hot().filter(name => tables.get(name)), COLUMN],
  )
  expect(rows.map(({ key }) => key)).toEqual(listed('Keys without it'))
})

test('what conflicts are looked for by has the project in it where its table has, but for one', () => {
  const without = [...statements].flatMap(sql => {
    const [, table = '', target] = /insert into (\w+).*on conflict \(([^)]*)\)/.exec(sql) ?? []
    return target && tables.get(table) && !target.includes(COLUMN) ? [`${table} (${target})`] : []
  })
  // Its key is in the list of those that would have to be widened.
  expect(without).toEqual(['stream (version_id, key)'])
})
