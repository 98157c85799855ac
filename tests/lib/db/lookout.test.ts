import { Socket } from 'node:net'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openLookout, type Session } from '#lib/db/lookout.ts'
import { type Line, openLine } from '#tests/chaos/machine/line.ts'
import { freshDatabase } from '#tests/database.ts'
import { until } from '#tests/until.ts'

const ROUND_MS = 200

let database: Awaited<ReturnType<typeof freshDatabase>>
let line: Line
let forget: (() => void) | undefined
beforeAll(async () => {
  database = await freshDatabase()
  const { hostname, port } = new URL(database.url)
  line = await openLine({ host: hostname, port: Number(port) })
})
afterEach(() => {
  forget?.()
  line.manner('open')
})
afterAll(async () => {
  await line.close()
  await database.close()
})

/** A connection over the line, which is watched; `ask` is how the server is asked, past the line. */
async function watched(ask: (sessions: readonly Session[]) => Promise<readonly Session[]>) {
  const url = new URL(database.url)
  url.port = String(line.port)
  const socket = new Socket()
  const client = new pg.Client({ connectionString: url.href, stream: () => socket })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query<Session>(
    `select pid, backend_start::text as "startedAt" from pg_stat_activity where pid = pg_backend_pid()`,
  )
  let owed = 0
  forget = openLookout(ask, ROUND_MS).watch({
    session: rows[0] ?? { pid: 0, startedAt: '' },
    isWaiting: () => owed > 0,
    bytesRead: () => socket.bytesRead,
    cut: error => void socket.destroy(error),
  })
  return {
    end: () => socket.destroy(),
    query(sql: string) {
      owed++
      return client.query(sql).finally(() => owed--)
    },
  }
}

const asTheServerKnows = async (sessions: readonly Session[]) => {
  const { rows } = await database.pool.query<Session>(
    `select pid, backend_start::text as "startedAt" from pg_stat_activity
     where pid = any ($1) and state not like 'idle%'`,
    [sessions.map(({ pid }) => pid)],
  )
  return rows
}

test('a connection whose server never got the question is cut', async () => {
  const connection = await watched(asTheServerKnows)
  line.manner('silent')
  await expect(connection.query('select 1')).rejects.toThrow('does not know of this connection')
})

/** A query that the server is at work on until `condition` holds. */
async function queryUntil(
  connection: Awaited<ReturnType<typeof watched>>,
  condition: () => boolean,
) {
  const holder = await database.pool.connect()
  await holder.query('select pg_advisory_lock(1)')
  const waiting = connection.query('select pg_advisory_lock(1)')
  await until(condition)
  await holder.query('select pg_advisory_unlock(1)')
  holder.release()
  await waiting
}

test('one whose server is at work on the answer is left alone, however long it takes', async () => {
  let asked = 0
  const connection = await watched(async sessions => {
    asked++
    return asTheServerKnows(sessions)
  })
  await queryUntil(connection, () => asked > 2)
  connection.end()
})

test('one whose answer comes while the server is asked is left alone', async () => {
  let answered: Promise<unknown> = Promise.resolve()
  const connection = await watched(async () => {
    await holder.query('select pg_advisory_unlock(1)')
    await answered
    return []
  })
  const holder = await database.pool.connect()
  await holder.query('select pg_advisory_lock(1)')
  answered = connection.query('select pg_advisory_lock(1)')
  await answered
  holder.release()
  expect(await connection.query('select 1')).toMatchObject({ rowCount: 1 })
  connection.end()
})

test('one that waits for nothing is not asked about', async () => {
  const asked: string[] = []
  const idle = await watched(async sessions => {
    asked.push('idle')
    return sessions
  })
  const forgetIdle = forget
  const busy = await watched(async sessions => {
    asked.push('busy')
    return sessions
  })
  await queryUntil(busy, () => asked.length > 2)
  forgetIdle?.()
  expect(new Set(asked)).toEqual(new Set(['busy']))
  idle.end()
  busy.end()
})

test('when the server cannot be asked, who waits for it is cut; not when only too many ask', async () => {
  let asked = 0
  const refusing = (code: string) => async () => {
    asked++
    throw Object.assign(new pg.DatabaseError('no', 2, 'error'), { code })
  }
  const crowded = await watched(refusing('53300'))
  await queryUntil(crowded, () => asked > 2)
  forget?.()
  crowded.end()

  const starting = await watched(refusing('57P03'))
  await expect(starting.query('select pg_sleep(60)')).rejects.toThrow('does not know')
})
