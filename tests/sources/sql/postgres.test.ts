import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqlSource } from '#sources/sql.ts'
import { freshDatabase } from '#tests/database.ts'
import { fakeContext, instanceOf } from '#tests/sources/fakes.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let direct: pg.Client
let settings: { url: string; maxRows: number; timeoutMs: number }

beforeAll(async () => {
  database = await freshDatabase()
  direct = new pg.Client({ connectionString: database.url })
  await direct.connect()
  await direct.query(`create table thing (id int primary key, name text);
    insert into thing values (1, 'one'), (2, 'two');
    create sequence counter;
    create function sneak() returns int language sql volatile as 'delete from thing returning id'`)
  settings = { url: database.url, maxRows: 100, timeoutMs: 20_000 }
})
afterAll(async () => {
  await direct.end()
  await database.close()
})

/** Every call has settings of its own here, and so connections of its own, closed at its end. */
async function ask(method: string, sql: string, params?: unknown[], changes = {}) {
  const instance = instanceOf(sqlSource, { ...settings, ...changes })
  try {
    return await instance.call(method, [sql, params])
  } finally {
    await instance.close()
  }
}

const things = async () => (await direct.query('select name from thing order by id')).rows

test('execute gives objects, rows gives lists, value gives one cell', async () => {
  const sql = 'select id, name from thing order by id'
  expect(await ask('execute', sql)).toEqual([
    { id: 1, name: 'one' },
    { id: 2, name: 'two' },
  ])
  expect(await ask('rows', sql)).toEqual([
    [1, 'one'],
    [2, 'two'],
  ])
  expect(await ask('value', 'select count(*) from thing')).toBe(2)
  expect(await ask('value', 'select 1 where false')).toBeNull()
})

test('parameters are bound and never part of the text', async () => {
  const name = `one'; delete from thing; --`
  expect(await ask('value', 'select count(*) from thing where name = $1', [name])).toBe(0)
  expect(await ask('value', 'select $1::int + $2::int', [1, 2])).toBe(3)
  expect(await ask('value', 'select cardinality($1::int[])', [[1, 2, 3]])).toBe(3)
  expect(await ask('value', 'select $1::text is null', [null])).toBe(true)
})

test.each([
  ['9007199254740993::bigint', '9007199254740993'],
  ['42::bigint', 42],
  ['12345678901234567890.123::numeric', '12345678901234567890.123'],
  ['0.10::numeric', 0.1],
  [`'NaN'::float8`, 'NaN'],
  [`'-Infinity'::float8`, '-Infinity'],
  ['1.5::real', 1.5],
  [`timestamptz '2026-01-31 12:00:00.123456+02'`, '2026-01-31T10:00:00.123456Z'],
  [`timestamp '2026-01-31 12:00:00'`, '2026-01-31T12:00:00'],
  [`date '2026-01-31'`, '2026-01-31'],
  [`timestamptz 'infinity'`, 'infinity'],
  [`interval '1 day 2 hours'`, 'P1DT2H'],
  [`'\\xdead'::bytea`, '\\xdead'],
  [`'{"a":9007199254740993}'::jsonb`, { a: '9007199254740993' }],
  ['array[1, 9007199254740993]::bigint[]', [1, '9007199254740993']],
  [`array[timestamptz '2026-01-31 12:00:00+00']`, ['2026-01-31T12:00:00Z']],
  ['null', null],
  ['true', true],
])('%s comes as %j', async (expression, expected) => {
  expect(await ask('value', `select ${expression}`)).toEqual(expected)
})

test('no column is lost to another of its name, nor to __proto__', async () => {
  const sql = 'select 1 as a, 2 as a_2, 3 as a, 4 as "__proto__"'
  const [row] = (await ask('execute', sql)) as object[]
  expect(Object.entries(row ?? {})).toEqual([
    ['a', 1],
    ['a_2', 2],
    ['a_3', 3],
    ['__proto__', 4],
  ])
})

describe('nothing can be changed:', () => {
  test.each([
    [`with gone as (delete from thing returning 1) select * from gone`, 'read-only transaction'],
    [`select sneak()`, 'read-only transaction'],
    [`select nextval('counter')`, 'read-only transaction'],
    [`select * from thing for update`, 'read-only transaction'],
    [`explain analyze delete from thing`, 'read-only transaction'],
    [`select set_config('transaction_read_only', 'off', false)`, 'read-write mode must be set'],
    [`select 1; delete from thing`, 'multiple commands'],
    [`select 1; commit; delete from thing`, 'multiple commands'],
    [`insert into thing values (3, 'three')`, 'read-only'],
    [`update thing set name = 'x' returning *`, 'read-only'],
    [`commit; delete from thing`, 'read-only'],
    [`copy thing to program 'cat'`, 'read-only'],
    [`create temp table t (a int)`, 'read-only'],
    [`set default_transaction_read_only = off`, 'read-only'],
  ])('%s', async (sql, words) => {
    await expect(ask('rows', sql)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(words),
    })
    expect(await things()).toHaveLength(2)
  })

  test('what an older server lets pass in a read-only transaction is undone', async () => {
    await ask('value', `select lo_from_bytea(0, 'x')`).catch(() => {})
    const { rows } = await direct.query('select count(*) from pg_largeobject_metadata')
    expect(rows).toEqual([{ count: '0' }])
  })

  test('and a connection is given back clean', async () => {
    const instance = instanceOf(sqlSource, settings)
    const on = (sql: string) => instance.call('value', [sql])

    const backend = await on('select pg_backend_pid()')
    await on(`select set_config('search_path', 'nowhere', false)`)
    await on('select pg_advisory_lock(7)')
    expect(await on('select pg_backend_pid()')).toBe(backend)
    expect(await on(`select current_setting('search_path')`)).toBe('"$user", public')
    expect(
      await on(
        'select count(*) from pg_locks where locktype = $$advisory$$ and pid = pg_backend_pid()',
      ),
    ).toBe(0)
    await instance.close()
  })
})

describe('a limit is kept:', () => {
  const running = async (mark: string) =>
    (
      await direct.query(
        `select from pg_stat_activity where query like $1 and state = 'active' and pid <> pg_backend_pid()`,
        [`%${mark}%`],
      )
    ).rowCount

  test('one row more than the limit is an error', async () => {
    expect(await ask('rows', 'select generate_series(1, 100)')).toHaveLength(100)
    await expect(ask('rows', 'select generate_series(1, 101)')).rejects.toThrow(
      'gives more than 100 rows',
    )
  })

  test('rows beyond the limit are not even made', async () => {
    await expect(ask('rows', 'select generate_series(1, 1000000000)')).rejects.toThrow(
      'gives more than 100 rows',
    )
  })

  test('one enormous cell is an error', async () => {
    await expect(ask('rows', `select repeat('x', 100000000)`)).rejects.toThrow(
      'bytes; ask for less',
    )
  })

  test('a query that takes too long ends, on the server too', async () => {
    await expect(
      ask('rows', 'select pg_sleep(600) /* too long */', [], { timeoutMs: 200 }),
    ).rejects.toThrow('took longer than 200 ms')
    await until(async () => (await running('too long')) === 0)
  })

  test('a query whose run has ended is cancelled on the server', async () => {
    const instance = instanceOf(sqlSource, settings)
    const run = new AbortController()
    const asking = instance
      .call('rows', ['select pg_sleep(600) /* given up */'], fakeContext({ signal: run.signal }))
      .catch(() => 'ended')
    await until(() => running('given up'))
    run.abort()
    expect(await asking).toBe('ended')
    await until(async () => (await running('given up')) === 0)
    await instance.close()
  })
})

test('the query’s own mistake is told from a database that cannot be asked', async () => {
  await expect(ask('rows', 'select nope')).rejects.toMatchObject({
    name: 'UserError',
    message: 'column "nope" does not exist (at character 8)',
  })
  await expect(
    ask('rows', 'select 1', [], { url: 'postgres://x:x@127.0.0.1:9/x' }),
  ).rejects.toMatchObject({ name: 'RemoteError', permanent: false })
  const wrong = new URL(database.url)
  wrong.password = 'wrong'
  await expect(ask('rows', 'select 1', [], { url: wrong.href })).rejects.toMatchObject({
    name: 'RemoteError',
    permanent: true,
  })
})

test('a connection that was killed is replaced at the next query', async () => {
  const instance = instanceOf(sqlSource, settings)
  const on = (sql: string) => instance.call('value', [sql])
  const backend = await on('select pg_backend_pid()')
  await direct.query('select pg_terminate_backend($1)', [backend])
  await until(() =>
    on('select 1').catch(() => {
      // The pool learns of the end a moment later.
    }),
  )
  await instance.close()
})
