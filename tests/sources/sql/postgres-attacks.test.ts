import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqlSource } from '#sources/sql.ts'
import { freshDatabase } from '#tests/database.ts'
import { instanceOf } from '#tests/sources/fakes.ts'
import { until } from '#tests/until.ts'

/** What scripts may try on a PostgreSQL that they reach as its superuser, and as a role that may only read. */
let database: Awaited<ReturnType<typeof freshDatabase>>
let direct: pg.Client
let reader: string

const READER = `reader_${process.pid}`

beforeAll(async () => {
  database = await freshDatabase()
  direct = new pg.Client({ connectionString: database.url })
  await direct.connect()
  await direct.query(`create table thing (id int primary key, name text);
    insert into thing values (1, 'one'), (2, 'two');
    create role ${READER} login password 'reads';
    grant pg_read_all_data to ${READER}`)
  const url = new URL(database.url)
  url.username = READER
  url.password = 'reads'
  reader = url.href
})
afterAll(async () => {
  await direct.query(`drop role ${READER}`)
  await direct.end()
  await database.close()
})

async function ask(url: string, sql: string, params: unknown[] = []) {
  const source = instanceOf(sqlSource, { url, maxRows: 10_000 })
  try {
    return await source.call('rows', [sql, params])
  } finally {
    await source.close()
  }
}

const direct1 = async (sql: string) => Object.values((await direct.query(sql)).rows[0] ?? {})[0]

describe('whoever tries the settings', () => {
  const warning = async (url: string) => {
    const source = instanceOf(sqlSource, { url })
    return source.warn().finally(source.close)
  }

  test('is warned of a superuser', async () => {
    expect(await warning(database.url)).toContain('is a superuser')
  })

  test('is told nothing of a role that may only read', async () => {
    expect(await warning(reader)).toBeNull()
  })

  test.each([
    ['a table', `grant insert on thing to ${READER}`, `revoke insert on thing from ${READER}`],
    [
      'all tables, by another role',
      `grant pg_write_all_data to ${READER}`,
      `revoke pg_write_all_data from ${READER}`,
    ],
  ])('is warned of one that may write to %s', async (_, grant, revoke) => {
    await direct.query(grant)
    expect(await warning(reader)).toContain('may write')
    await direct.query(revoke)
    expect(await warning(reader)).toBeNull()
  })
})

describe('as a role that may only read', () => {
  test.each([
    [`select lo_import('/etc/hostname')`, 'read-only transaction|permission denied'],
    [`select lo_export(1, '/tmp/belfry-export')`, 'permission denied'],
    [`select pg_read_file('/etc/hostname')`, 'permission denied'],
    [`select pg_ls_dir('.')`, 'permission denied'],
    [`select pg_reload_conf()`, 'permission denied'],
    [`select pg_switch_wal()`, 'permission denied'],
    [`select pg_create_physical_replication_slot('x')`, 'permission denied|must be superuser'],
    [`select pg_stat_reset()`, 'permission denied'],
    [`select set_config('role', 'belfry', true)`, 'permission denied'],
    [`select set_config('session_authorization', 'belfry', true)`, 'permission denied'],
    [`select set_config('session_replication_role', 'replica', true)`, 'permission denied'],
    [`with gone as (delete from thing returning 1) select 1`, 'permission denied|read-only'],
    [`select dblink_exec('dbname=postgres', 'drop table thing')`, 'does not exist'],
  ])('%s is refused', async (sql, words) => {
    await expect(ask(reader, sql)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(words),
    })
    expect(await direct1('select count(*)::int from thing')).toBe(2)
  })

  test('nobody else’s connection can be ended', async () => {
    const pid = await direct1('select pg_backend_pid()')
    for (const end of ['pg_terminate_backend', 'pg_cancel_backend'])
      await expect(ask(reader, `select ${end}($1)`, [pid])).rejects.toThrow(
        /permission denied|must be a superuser/,
      )
    expect(await direct1('select 1')).toBe(1)
  })
})

describe('even as the superuser', () => {
  test.each([
    [`copy thing to program 'id'`, 'not with COPY'],
    [`copy thing from '/etc/passwd'`, 'not with COPY'],
    [`do $$ begin delete from thing; end $$`, 'not with DO'],
    [`call pg_sleep(1)`, 'not with CALL'],
    [`listen belfry_config`, 'not with LISTEN'],
    [`prepare x as delete from thing`, 'not with PREPARE'],
    [`execute x`, 'not with EXECUTE'],
    [`set role postgres`, 'not with SET'],
    [`reset all`, 'not with RESET'],
    [`begin; delete from thing`, 'not with BEGIN'],
    [`lock table thing`, 'not with LOCK'],
    [`create temp table t (a int)`, 'not with CREATE'],
    [`truncate thing`, 'not with TRUNCATE'],
    [`vacuum thing`, 'not with VACUUM'],
    [`alter system set work_mem = '1GB'`, 'not with ALTER'],
    [`load 'x'`, 'not with LOAD'],
    [`select * into temp copied from thing`, 'read-only transaction'],
    [`select * from thing for share`, 'read-only transaction'],
    [`select lo_unlink(1)`, 'read-only transaction|does not exist'],
    [`select query_to_xml('copy thing to program ''id''', true, true, '')`, 'not allowed'],
    [`select query_to_xml('delete from thing', true, true, '')`, 'not allowed'],
    [`values (1); delete from thing`, 'multiple commands'],
    [`select 1\0; delete from thing`, 'message'],
  ])('%j is refused', async (sql, words) => {
    await expect(ask(database.url, sql)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(words),
    })
    expect(await direct1('select count(*)::int from thing')).toBe(2)
  })

  test('what the server lets pass in a read-only transaction is rolled back', async () => {
    const heard: unknown[] = []
    direct.on('notification', ({ payload }) => heard.push(payload))
    await direct.query('listen attacked')
    await ask(database.url, `select pg_notify('attacked', 'no')`)
    await ask(database.url, 'explain analyze create table made as select 1')
    await direct.query(`notify attacked, 'yes'`)
    await until(() => heard.length > 0)
    expect(heard).toEqual(['yes'])
    expect(await direct1(`select to_regclass('made')`)).toBeNull()
  })

  test('no setting, role, lock or transaction is there for the next call on the connection', async () => {
    const source = instanceOf(sqlSource, { url: database.url })
    const on = (sql: string) => source.call('value', [sql])
    const session = `select concat_ws(' ', pg_backend_pid(), current_user, session_user,
      current_setting('default_transaction_read_only'), current_setting('statement_timeout'),
      current_setting('search_path'), (select count(*) from pg_prepared_statements),
      (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()))`
    const before = await on(session)
    for (const [setting, value] of [
      ['role', READER],
      ['session_authorization', READER],
      ['default_transaction_read_only', 'off'],
      ['statement_timeout', '0'],
      ['search_path', 'nowhere'],
    ])
      await on(`select set_config('${setting}', '${value}', false)`)
    await on('select pg_advisory_lock(1)')
    expect(await on(session)).toBe(before)
    await source.close()
  })

  test('a call that fails leaves no lock and no open transaction on the server', async () => {
    const source = instanceOf(sqlSource, { url: database.url })
    await expect(
      source.call('value', [`select pg_advisory_lock(4711), 1 / (id - 1) from thing`]),
    ).rejects.toThrow('division by zero')
    await until(
      async () =>
        (await direct1(`select count(*)::int from pg_locks where objid = 4711
          and database = (select oid from pg_database where datname = current_database())`)) ===
          0 &&
        (await direct1(`select count(*)::int from pg_stat_activity
          where datname = current_database() and state like 'idle in transaction%'`)) === 0,
    )
    await source.close()
  })
})

describe('what no script can hold is an error:', () => {
  test('ten million rows', () =>
    expect(ask(database.url, 'select generate_series(1, 10000000)')).rejects.toThrow(
      'more than 10000 rows',
    ))

  test('five thousand columns', () =>
    expect(ask(database.url, `select ${Array(5_000).fill(1)}`)).rejects.toThrow('at most 1664'))

  test('millions of cells, though each is small', () =>
    expect(
      ask(database.url, `select ${Array(1_600).fill('null')} from generate_series(1, 5000)`),
    ).rejects.toThrow('more than 2000000 cells'))
})

test('as many columns of one name as there may be keep their cells', async () => {
  const source = instanceOf(sqlSource, { url: database.url })
  const columns = Array.from({ length: 1_600 }, (_, i) => `${i} as a`)
  const [row] = (await source.call('execute', [`select ${columns}`])) as Record<string, number>[]
  expect(Object.entries(row ?? {}).slice(-1)).toEqual([['a_1600', 1_599]])
  await source.close()
})

test.each([
  [`date 'infinity'`, 'infinity'],
  [`timestamp '-infinity'`, '-infinity'],
  [`date '0044-03-15 BC'`, '0044-03-15 BC'],
  [`timestamp '294276-12-31 23:59:59'`, '294276-12-31T23:59:59'],
  [`'NaN'::numeric`, 'NaN'],
  [`'Infinity'::numeric`, 'Infinity'],
  [`array['NaN']::float8[]`, ['NaN']],
  [`9007199254740992::int8`, '9007199254740992'],
  [`1e400::numeric`, `1${'0'.repeat(400)}`],
  [`'{"__proto__": {"x": 1}, "a": 1e999}'::json::text`, '{"__proto__": {"x": 1}, "a": 1e999}'],
])('%s comes as text and means nothing else', async (expression, expected) => {
  expect(await ask(database.url, `select ${expression}`)).toEqual([[expected]])
})
