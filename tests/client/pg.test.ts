import pg from 'pg'
import Cursor from 'pg-cursor'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { clearContexts, configure, context, type Event, set } from '#client/index.ts'
import { recordPg } from '#client/pg.ts'
import { freshDatabase } from '#tests/database.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let pool: pg.Pool
beforeAll(async () => {
  database = await freshDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 1 })
})
afterAll(async () => {
  await pool?.end()
  await database?.close()
})

let events: Event[]
let complaints: string[]
let stop: () => void
beforeEach(() => {
  events = []
  complaints = []
  configure(event => events.push(event), { complain: text => complaints.push(text) })
  clearContexts()
  stop = recordPg(pg)
})
afterEach(() => {
  stop()
  configure(null)
})

const bodies = () => events.map(({ type, body }) => [type, body])

test('each query is a piece of work, with its statement and rows and without its values', async () => {
  const { rows } = await context('request', () =>
    pool.query("select n, 'text' as t from generate_series(1, $1) as n -- why", [3]),
  )
  expect(rows).toHaveLength(3)
  expect(bodies()).toEqual([
    ['request.sql', { statement: 'select n, ? as t from generate_series(?, $1) as n', rows: 3 }],
    ['request', {}],
  ])
})

test('callbacks, prepared queries and clients of one’s own are told of as well', async () => {
  const client = await pool.connect()
  const rows = await new Promise((resolve, reject) =>
    client.query({ name: 'one', text: 'select $1::int as n', values: [1] }, (error, result) =>
      error ? reject(error) : resolve(result.rows),
    ),
  )
  client.release()
  expect(rows).toEqual([{ n: 1 }])
  await new Promise<void>((resolve, reject) =>
    pool.query('select 2', error => (error ? reject(error) : resolve())),
  )
  expect(bodies()).toEqual([
    ['sql', { statement: 'select $1::int as n', rows: 1 }],
    ['sql', { statement: 'select ?', rows: 1 }],
  ])
})

test('a query that fails fails as before, and says why', async () => {
  await expect(pool.query('select * from nowhere')).rejects.toThrow('"nowhere" does not exist')
  expect(bodies()).toEqual([
    [
      'sql',
      {
        statement: 'select * from nowhere',
        exception: expect.stringMatching('"nowhere" does not'),
      },
    ],
  ])
})

test('queries that wait for a connection belong to who asked, not to who gave it back', async () => {
  await Promise.all(
    ['ann', 'bob', 'eve'].map(user =>
      context('request', async () => {
        set('user', user)
        await pool.query(`select '${user}' as "${user}"`)
      }),
    ),
  )
  const userOf = new Map(
    events.filter(({ type }) => type === 'request').map(({ id, body }) => [id, body?.user]),
  )
  const statements = events.filter(({ type }) => type === 'request.sql')
  expect(statements).toHaveLength(3)
  for (const { id, body } of statements)
    expect(body?.statement).toBe(`select ? as "${userOf.get(id)}"`)
})

test('a cursor is told of when it has come to its end', async () => {
  const client = await pool.connect()
  const cursor = client.query(new Cursor('select n from generate_series(1, 30) as n'))
  expect(await cursor.read(20)).toHaveLength(20)
  expect(events).toEqual([])
  expect(await cursor.read(20)).toHaveLength(10)
  await until(() => events.length > 0)
  client.release()
  expect(bodies()).toMatchObject([
    ['sql', { statement: 'select n from generate_series(?, ?) as n' }],
  ])
  expect(complaints).toEqual([])
})

test('a query object that fails tells it to whoever listens, and is told of', async () => {
  const client = await pool.connect()
  const query = client.query(new pg.Query('select * from nowhere'))
  const error = await new Promise<Error>(resolve => query.on('error', resolve))
  client.release()
  expect(error.message).toMatch('"nowhere" does not exist')
  await until(() => events.length > 0)
  expect(events[0]?.body?.exception).toMatch('"nowhere" does not exist')
  expect(complaints).toEqual([])
})

test('asked twice it records once, and stopped not any more', async () => {
  recordPg(pg)
  await pool.query('select 1')
  expect(events).toHaveLength(1)
  stop()
  await pool.query('select 1')
  expect(events).toHaveLength(1)
})
