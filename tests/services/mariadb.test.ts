import mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqlSource } from '#sources/sql.ts'
import { fakeContext, instanceOf } from '#tests/sources/fakes.ts'
import { until } from '#tests/until.ts'

const url = process.env.BELFRY_TEST_MARIADB

describe.skipIf(!url)('MariaDB', () => {
  const settings = { url: url ?? 'mysql://none', maxRows: 100, timeoutMs: 20_000 }
  const shop = instanceOf(sqlSource, settings)
  const ask = (method: string, sql: string, params?: unknown[]) => shop.call(method, [sql, params])
  let direct: mysql.Connection

  beforeAll(async () => {
    direct = await mysql.createConnection({ uri: url ?? '', multipleStatements: true })
    await direct.query(`
      create table thing (id int primary key, name varchar(50));
      insert into thing values (1, 'one'), (2, 'two');
      create sequence counter;
      create function sneak() returns int begin delete from thing; return 1; end;
      create table kinds (
        big bigint, huge bigint unsigned, exact decimal(40, 10), float_ float, double_ double,
        at timestamp(6) null, local datetime(3), day date, json json, bytes varbinary(10),
        bit_ bit(10), text_ text
      );
      set time_zone = '+00:00';
      insert into kinds values (
        9007199254740993, 18446744073709551615, 12345678901234567890.1234567891, 1.5, 0.1,
        '2026-01-31 12:00:00.123456', '2026-01-31 12:00:00.5', '2026-01-31',
        '{"a": 9007199254740993}', x'dead', b'1000000001', 'grün'
      )`)
  })
  afterAll(async () => {
    await shop.close()
    await direct.end()
  })

  const things = async () => (await direct.query<mysql.RowDataPacket[]>('select * from thing'))[0]

  test('execute gives objects, rows gives lists, value gives one cell', async () => {
    const sql = 'select id, name, id + 1 as id from thing order by id'
    expect(await ask('execute', sql)).toEqual([
      { id: 1, name: 'one', id_2: 2 },
      { id: 2, name: 'two', id_2: 3 },
    ])
    expect(await ask('rows', sql)).toEqual([
      [1, 'one', 2],
      [2, 'two', 3],
    ])
    expect(await ask('value', 'select count(*) from thing')).toBe(2)
    expect(await ask('value', 'select 1 from thing where false')).toBeNull()
  })

  test('parameters are bound and never part of the text', async () => {
    const name = `one'; delete from thing; -- \\`
    expect(await ask('value', 'select count(*) from thing where name = ?', [name])).toBe(0)
    expect(await ask('value', 'select count(*) from thing where name = ?', ['one'])).toBe(1)
    expect(await ask('value', 'select ? is null', [null])).toBe(1)
  })

  test('values come without loss', async () => {
    expect(await ask('execute', 'select * from kinds')).toEqual([
      {
        big: '9007199254740993',
        huge: '18446744073709551615',
        exact: '12345678901234567890.1234567891',
        float_: 1.5,
        double_: 0.1,
        at: '2026-01-31T12:00:00.123456Z',
        local: '2026-01-31T12:00:00.500',
        day: '2026-01-31',
        json: { a: '9007199254740993' },
        bytes: '\\xdead',
        bit_: 513,
        text_: 'grün',
      },
    ])
    expect(await ask('value', 'select sum(id) from thing')).toBe(3)
  })

  test.each([
    [`delete from thing`, 'read-only'],
    [`select 1; delete from thing`, 'SQL syntax'],
    [`select sneak()`, 'READ ONLY transaction'],
    [`select next value for counter`, 'READ ONLY transaction'],
    [`with x as (select 1) select * from thing into outfile '/tmp/belfry-outfile'`, 'read-only'],
    [`select 1 into dumpfile '/tmp/belfry-outfile'`, 'read-only'],
    [`select 1 /*!50000 into outfile '/tmp/belfry-outfile' */`, 'executes are refused'],
    [`/*M!100000 delete from thing */`, 'read-only'],
    [`set global general_log = 1`, 'read-only'],
    [`select nope from thing`, 'Unknown column'],
  ])('%s is refused', async (sql, words) => {
    await expect(ask('rows', sql)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(words),
    })
    expect(await things()).toHaveLength(2)
  })

  test('a connection is given back clean', async () => {
    const connection = await ask('value', 'select connection_id()')
    expect(await ask('value', `select get_lock('mine', 0)`)).toBe(1)
    await ask('value', 'select @left := 7')
    expect(await ask('value', 'select @left')).toBeNull()
    expect(await ask('value', `select is_free_lock('mine')`)).toBe(1)
    expect(await ask('value', 'select connection_id()')).toBe(connection)
  })

  test('one row more than the limit is an error', async () => {
    expect(await ask('rows', 'select * from seq_1_to_100')).toHaveLength(100)
    await expect(ask('rows', 'select * from seq_1_to_101')).rejects.toThrow('more than 100 rows')
    await expect(ask('rows', 'select * from seq_1_to_1000000000')).rejects.toThrow(
      'more than 100 rows',
    )
  })

  test('an enormous answer is an error', async () => {
    const sql = `select repeat('x', 1000000) from seq_1_to_100 limit 90`
    await expect(ask('rows', sql)).rejects.toThrow('bytes; ask for less')
  })

  const isRunning = async (mark: string) => {
    const [rows] = await direct.query<mysql.RowDataPacket[]>(
      'select 1 from information_schema.processlist where info like ? and id <> connection_id()',
      [`%${mark}%`],
    )
    return rows.length > 0
  }

  test('a query that takes too long ends, on the server too', async () => {
    const quick = instanceOf(sqlSource, { ...settings, timeoutMs: 300 })
    await expect(quick.call('rows', ['select sleep(600) /* too long */'])).rejects.toThrow(
      'took longer than 300 ms',
    )
    await until(async () => !(await isRunning('too long')))
    await quick.close()
  })

  test('a query whose run has ended is killed on the server', async () => {
    const run = new AbortController()
    const context = fakeContext({ signal: run.signal })
    const sql = 'select sleep(600) /* given up */'
    const asking = shop.call('rows', [sql], context).catch(() => 'ended')
    await until(() => isRunning('given up'))
    run.abort()
    expect(await asking).toBe('ended')
    await until(async () => !(await isRunning('given up')))
  })

  test('a server that cannot be asked is told', async () => {
    const nobody = instanceOf(sqlSource, { url: 'mysql://x:x@127.0.0.1:9/x' })
    await expect(nobody.call('rows', ['select 1'])).rejects.toMatchObject({ name: 'RemoteError' })
    await nobody.close()
    const wrong = instanceOf(sqlSource, { url: (url ?? '').replace('secret', 'wrong') })
    await expect(wrong.call('rows', ['select 1'])).rejects.toMatchObject({
      name: 'RemoteError',
      permanent: true,
    })
    await wrong.close()
  })
})
