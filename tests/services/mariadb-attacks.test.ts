import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqlSource } from '#sources/sql.ts'
import { fakeContext, instanceOf } from '#tests/sources/fakes.ts'
import { until } from '#tests/until.ts'

const url = process.env.BELFRY_TEST_MARIADB ?? 'mysql://none'

/** What scripts may try on a MariaDB that they reach as somebody who may do everything. */
describe.skipIf(!process.env.BELFRY_TEST_MARIADB)('MariaDB', () => {
  const shop = instanceOf(sqlSource, { url, maxRows: 10_000, timeoutMs: 60_000 })
  const rows = (sql: string, params: unknown[] = []) => shop.call('rows', [sql, params])
  const value = (sql: string) => shop.call('value', [sql])
  let direct: mysql.Connection

  beforeAll(async () => {
    direct = await mysql.createConnection({ uri: url, multipleStatements: true })
    await direct.query(`
      create table attacked (id int primary key) engine = InnoDB;
      create table plain (id int primary key) engine = MyISAM;
      insert into attacked values (1), (2);
      insert into plain values (1), (2);
      create function empty_both() returns int begin
        delete from plain; delete from attacked; return 1;
      end`)
  })
  afterAll(async () => {
    await shop.close()
    await direct.end()
  })

  test.each([
    ['may_read', null],
    ['may_write', expect.stringContaining('may write')],
    ['belfry', expect.stringContaining('is a superuser')],
  ])('of the user %s people are told: %s', async (username, warning) => {
    const own = Object.assign(new URL(url), { username })
    const source = instanceOf(sqlSource, { url: own.href })
    expect(await source.warn().finally(source.close)).toEqual(warning)
  })

  const left = async () => {
    const [[counted]] = await direct.query<mysql.RowDataPacket[]>(
      'select (select count(*) from attacked) + (select count(*) from plain) as n',
    )
    return counted?.n
  }
  const far = `/*${'x'.repeat(5_000)}*/`

  test.each([
    [`insert into attacked values (3)`, 'not with INSERT'],
    [`replace into attacked values (3)`, 'not with REPLACE'],
    [`load data infile '/etc/passwd' into table attacked`, 'not with LOAD'],
    [`set statement max_statement_time = 0 for select 1`, 'not with SET'],
    [`set transaction read write`, 'not with SET'],
    [`commit; delete from attacked`, 'not with COMMIT'],
    [`call x()`, 'not with CALL'],
    [`prepare x from 'delete from attacked'`, 'not with PREPARE'],
    [`execute immediate 'delete from attacked'`, 'not with EXECUTE'],
    [`lock tables attacked write`, 'not with LOCK'],
    [`flush tables with read lock`, 'not with FLUSH'],
    [`kill 1`, 'not with KILL'],
    [`do sleep(1)`, 'not with DO'],
    [`handler attacked open`, 'not with HANDLER'],
    [`create temporary table t (a int)`, 'not with CREATE'],
    [`begin not atomic delete from attacked; end`, 'not with BEGIN'],
    [`select 1; delete from attacked`, 'SQL syntax'],
    [`select empty_both()`, 'READ ONLY transaction'],
    [`select * from attacked for update`, 'READ ONLY transaction'],
    [`with x as (select 1) delete from attacked`, 'SQL syntax|READ ONLY'],
    [`select id from attacked into ${far} outfile '/tmp/belfry-attack'`, 'INTO OUTFILE'],
    [`select 1 into\n-- ${far}\ndumpfile '/tmp/belfry-attack'`, 'INTO DUMPFILE'],
    [`select load_file('/etc/passwd')`, 'LOAD_FILE'],
    ['select `load_file` /* */ ("/etc/passwd")', 'LOAD_FILE'],
    [`select 1 /*!50000 union select 2 */`, 'executes are refused'],
    [`select 1 /*M!100000 union select 2 */`, 'executes are refused'],
  ])('%.60s is refused', async (sql, words) => {
    await expect(rows(sql)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(words),
    })
    expect(await left()).toBe(4)
  })

  test('what a parameter holds is never part of the text', async () => {
    for (const hostile of [
      `' or 1 = 1 -- `,
      `\\' or 1 = 1 -- `,
      `\0`,
      `%' or '1`,
      `1; drop table attacked`,
    ])
      expect(
        await rows('select 1 from attacked where char(48 + id) = concat(?)', [hostile]),
      ).toEqual([])
    expect(await rows('select ?', [{ toString: 'x', raw: 'now()' }])).toEqual([
      ['{"toString":"x","raw":"now()"}'],
    ])
  })

  test('a statement that gives no rows gives none', async () => {
    expect(await rows('select 1 into @kept')).toEqual([])
    expect(await value('select @kept')).toBeNull()
  })

  test('no setting, lock, role or transaction is there for the next call on the connection', async () => {
    const session = `select concat_ws(' ', connection_id(), @@tx_isolation, @@sql_mode,
      @@autocommit, @@in_transaction, is_free_lock('attack'), last_insert_id(), @x)`
    const before = await value(session)
    await value(`select get_lock('attack', 0), last_insert_id(7), @x := 1`)
    await value(`select 1 into @x`)
    expect(await value(session)).toBe(before)
  })

  test('ten million rows are an error', () =>
    expect(rows('select * from seq_1_to_10000000')).rejects.toThrow('more than 10000 rows'))

  test('millions of empty cells, which are almost nothing on the wire, are an error', async () => {
    const nothing = Array(4_000).fill('null')
    await expect(rows(`select ${nothing} from seq_1_to_9000`)).rejects.toThrow(
      'more than 2000000 cells',
    )
    expect(await value('select 1')).toBe(1)
  })

  test('five thousand columns of one name keep their cells', async () => {
    const columns = Array.from({ length: 5_000 }, (_, i) => `${i} as a`)
    const [row] = (await shop.call('execute', [`select ${columns}`])) as object[]
    expect(Object.entries(row ?? {}).slice(-1)).toEqual([['a_5000', 4_999]])
  })

  test.each([
    [`cast('0000-00-00' as date)`, '0000-00-00'],
    [`cast('9999-12-31 23:59:59' as datetime)`, '9999-12-31T23:59:59'],
    [`cast('-838:59:59' as time)`, '-838:59:59'],
    [`cast(18446744073709551615 as unsigned)`, '18446744073709551615'],
  ])('%s comes as %j', async (expression, expected) => {
    expect(await rows(`select ${expression}`)).toEqual([[expected]])
  })

  test('a server that falls silent holds nobody longer than its time', async () => {
    const silent = await proxyThatFallsSilent(url, 'falls silent')
    const quick = instanceOf(sqlSource, { url: silent.url, timeoutMs: 500 })
    await expect(quick.call('rows', ['select 1 /* falls silent */'])).rejects.toThrow(
      'took longer than 500 ms',
    )
    await silent.close()
    await quick.close()
  })

  test('of a run that ended during a query nothing runs on, and the connection is not used again', async () => {
    const source = instanceOf(sqlSource, { url, timeoutMs: 60_000 })
    const before = await source.call('value', ['select connection_id()'])
    const run = new AbortController()
    const context = fakeContext({ signal: run.signal })
    const asked = source.call('rows', [`select benchmark(1e15, sha2('x', 512))`], context)
    const ended = asked.catch(() => 'ended')
    const running = async () => {
      const [found] = await direct.query<mysql.RowDataPacket[]>(
        `select 1 from information_schema.processlist where id = ? and info like '%benchmark%'`,
        [before],
      )
      return found.length > 0
    }
    await until(running)
    run.abort()
    expect(await ended).toBe('ended')
    await until(async () => !(await running()))
    expect(await source.call('value', ['select connection_id()'])).not.toBe(before)
    await source.close()
  })
})

/** Passes everything on to a server until a client says the word; then nothing more, but the connections stay open. */
async function proxyThatFallsSilent(to: string, word: string) {
  const { hostname, port } = new URL(to)
  const sockets = new Set<Socket>()
  let isSilent = false
  const proxy = createServer(client => {
    const server = connect(Number(port), hostname)
    for (const socket of [client, server]) sockets.add(socket.on('error', () => {}))
    client.on('data', chunk => {
      isSilent ||= chunk.includes(word)
      if (!isSilent) server.write(chunk)
    })
    server.on('data', chunk => {
      if (!isSilent) client.write(chunk)
    })
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const own = proxy.address()
  const url = new URL(to)
  url.port = String(typeof own === 'object' && own?.port)
  return {
    url: url.href,
    async close() {
      for (const socket of sockets) socket.destroy()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
