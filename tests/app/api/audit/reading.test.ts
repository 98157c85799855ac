import Papa from 'papaparse'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordChange } from '#lib/audit/record.ts'
import { asking } from '#tests/app/api/asking.ts'
import { api, read, send, TOKEN } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
const DAY_MS = 86_400_000
const ago = (days: number) => new Date(Date.now() - days * DAY_MS)

/** Person, address, action, subject, its id, name, what changed, and how many days ago. */
const TRAIL: [string, string | null, string, string, string, string, object, number][] = [
  ['ada', '192.0.2.1', 'create', 'monitor', '1', 'Old', { after: { unit: 'ms' } }, 40],
  ['bob', '192.0.2.2', 'change', 'monitor', '1', 'New', { after: { unit: '100%' } }, 20],
  ['ada', '192.0.2.1', 'change', 'source', 'db', '', { changed: ['config.password'] }, 5],
  ['belfry.yaml', null, 'delete', 'source', 'db', '', {}, 2],
  ['=cmd()', '192.0.2.3', 'create', 'alert', '-1+1', '@x', { after: { a: '"b",\r\nc' } }, 1],
]

beforeAll(async () => {
  database = await freshDatabase()
  for (const [name, address, action, subject, subjectId, title, change, days] of TRAIL) {
    const entry = { actor: { name, address }, action, subject, subjectId, name: title, change }
    const id = await recordChange(database.pool, entry)
    await database.pool.query('update audit set at = $2 where id = $1', [id, ago(days)])
  }
})
afterAll(() => database.close())

const ids = async (query: string) => {
  const { body } = await api('GET', `/api/audit?${query}`)
  return body.items.map(({ id }: { id: number }) => id)
}

test.each([
  ['', [5, 4, 3, 2, 1]],
  ['subject=monitor', [2, 1]],
  ['subject=monitor&subjectId=1&action=create', [1]],
  ['person=ada', [3, 1]],
  ['address=192.0.2.1&subject=source', [3]],
  ['from=-30d&until=-3d', [3, 2]],
  ['from=-30d&person=ada', [3]],
  ['q=NEW', [2]],
  ['q=password', [3]],
  ['q=192.0.2.3', [5]],
  ['q=100%25', [2]],
  ['q=_', []],
  ['q=nothing%20like%20it', []],
])('of the trail, %j finds %j', async (query, expected) => {
  expect(await ids(query)).toEqual(expected)
})

test.each([
  ['cursor=x', 'cursor'],
  ['from=some%20day', 'from'],
  ['limit=0', 'limit'],
  ['q=%00', 'q'],
  ['nothing=1', ''],
])('%j is refused', async query => {
  const { status, body } = await api('GET', `/api/audit?${query}`)
  expect([status, body.error.code]).toEqual([400, 'invalid'])
})

test('pages follow each other without a gap or a repeat, with a filter too', async () => {
  for (const filter of ['', '&q=a', '&person=ada']) {
    const all = await ids(`limit=10${filter}`)
    const found: number[] = []
    for (let cursor = ''; ; ) {
      const { body } = await api('GET', `/api/audit?limit=1${filter}${cursor}`)
      found.push(...body.items.map(({ id }: { id: number }) => id))
      if (body.next === null) break
      cursor = `&cursor=${body.next}`
    }
    expect(found).toEqual(all)
  }
})

const take = async (path: string) =>
  read(await send(path, { headers: { authorization: `Bearer ${TOKEN}` } }))

test('as CSV no text is taken for a formula, and every value comes back as it was', async () => {
  const { headers, body } = await take('/api/audit.csv?until=-1h')
  expect(headers.get('content-disposition')).toBe('attachment; filename="belfry-audit.csv"')
  const { data } = Papa.parse<string[]>(body.trimEnd())
  expect(data[0]?.slice(0, 4)).toEqual(['entry', 'at', 'person', 'address'])
  expect(data).toHaveLength(1 + TRAIL.length)
  const [, , person, , , , subjectId, name, change] = data[1] ?? []
  expect([person, subjectId, name]).toEqual(["'=cmd()", "'-1+1", "'@x"])
  expect(JSON.parse(change ?? '')).toEqual({ after: { a: '"b",\r\nc' } })
})

test('as JSON lines each is an entry, newest first', async () => {
  const { body } = await take('/api/audit.jsonl?until=-1h&person=ada')
  const entries = body
    .trimEnd()
    .split('\n')
    .map(JSON.parse as (line: string) => { id: number })
  expect(entries).toMatchObject([
    { id: 3, person: 'ada', change: { changed: ['config.password'] } },
    { id: 1, name: 'Old' },
  ])
})

test('whoever takes a copy stands in the trail, with what they asked for', async () => {
  await take('/api/audit.csv?person=bob')
  const { body } = await api('GET', '/api/audit?action=export&limit=1')
  expect(body.items).toMatchObject([
    { subject: 'audit', subjectId: 'csv', change: { person: 'bob' } },
  ])
})

test('only admins read it, whole or in part', async () => {
  const { body: editor } = await api('POST', '/api/tokens', { name: 'ed', role: 'editor' })
  const ask = asking({ authorization: `Bearer ${editor.token}` })
  for (const path of ['/api/audit', '/api/audit/1', '/api/audit.csv', '/api/audit.jsonl'])
    expect([path, (await ask('GET', path)).status]).toEqual([path, 403])
})
