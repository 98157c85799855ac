import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { storeEvents } from '#lib/events/intake/store.ts'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'
import { keyOf } from '#lib/streams/definition/key.ts'
import type { TriggerInput } from '#lib/streams/definition/schema.ts'
import { microsOf } from '#lib/streams/timex/iso.ts'
import { inTransaction } from '#lib/transaction.ts'
import { freshDatabase } from '#tests/database.ts'
import startServer from '#tests/global-setup.ts'
import { anEvent } from '#tests/lib/events/world.ts'
import { saveTrigger } from '#tests/lib/streams/feed/world.ts'

interface FixtureEvent {
  id: number
  message_id: string
  event_type: string
  timestamp: string
  traits?: Record<string, unknown>
}

interface FixtureStream {
  id: number
  name: string
  state: string
  first_event?: string
  last_event?: string
  expire_timestamp: string
  fire_timestamp: string | null
  events: number[]
  distinguished_by?: Record<string, unknown>
}

export const fixture: { events: FixtureEvent[]; streams: FixtureStream[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../winchester.json'), 'utf8'),
).fixture

/** A trigger of the fixture: all of its streams' events are for it, and a stream lives a day longer than its last one. */
const triggerOf = (name: string): TriggerInput => ({
  ...{ name, fire_pipeline: 'fire', expiration: '$last + 1d' },
  ...{ match_criteria: [{ event_type: 'test.*' }], fire_criteria: [{ event_type: 'test.never' }] },
})

let opened: Promise<{ pool: Pool; close(): Promise<void> }> | undefined

/** The fixture in a real database, as it was at the beginning. */
export async function openFixture(): Promise<Pool> {
  opened ??= open()
  const { pool } = await opened
  await pool.query('truncate event, trigger, trigger_generation, stream_event, audit cascade')
  await fill(pool)
  return pool
}

export const closeFixture = async () => (await opened)?.close()

async function open() {
  // Under the tests there is a server already.
  const stop = process.env.BELFRY_TEST_SERVER ? async () => {} : await startServer()
  const database = await freshDatabase()
  const close = async () => {
    await database.close()
    await stop()
  }
  return { pool: database.pool, close }
}

/** An event of the fixture as applications send it. */
export function sent({ message_id, event_type, timestamp, traits = {} }: FixtureEvent) {
  const at = Number(microsOf(timestamp)) / 1e6
  return { ...anEvent({ type: event_type, at, traits }), uid: message_id }
}

async function fill(pool: Pool) {
  await inTransaction(pool, client =>
    storeEvents(client, DEFAULT_PROJECT, fixture.events.map(sent)),
  )
  for (const name of new Set(fixture.streams.map(({ name }) => name)))
    await saveTrigger(pool, triggerOf(name))
  for (const stream of fixture.streams) await insert(pool, stream)
  await pool.query(`select setval(pg_get_serial_sequence('stream', 'id'), 100)`)
}

async function insert(pool: Pool, stream: FixtureStream) {
  const { id, name, state, fire_timestamp, expire_timestamp, events } = stream
  const first = stream.first_event ?? fixture.events[0]?.timestamp
  // One of a trigger collects; it takes what has no values.
  const isOpen = id === 1
  await pool.query(
    `insert into stream (id, project_id, trigger_id, version_id, state, open, key, traits, first_event, last_event,
       expire_at, fire_at, due_at, events, met)
     select $1, t.project_id, t.id, v.id, $3, $4, $5, $6, $7::timestamptz, $8::timestamptz, $9::timestamptz,
       $10::timestamptz, least($9::timestamptz, $12::timestamptz), $11, '{0}'
     from trigger t join trigger_version v on v.trigger_id = t.id where t.name = $2`,
    [
      ...[id, name, state, isOpen, keyOf({}), JSON.stringify(stored(stream.distinguished_by))],
      ...[first, stream.last_event ?? first, expire_timestamp, fire_timestamp].map(utc),
      events.length,
      // What is to expire again does not wait for the time at which it was to fire.
      utc(state === 'retry_expire' ? null : fire_timestamp),
    ],
  )
  await pool.query(
    `insert into stream_event (project_id, stream_id, at, uid) select project_id, $1, at, uid from event where uid = any($2)`,
    [id, fixture.events.filter(event => events.includes(event.id)).map(event => event.message_id)],
  )
}

const utc = (time: string | null | undefined) => (time ? `${time}Z` : null)

/** Times of the cases have no zone, and which texts are times is told by their names. */
function stored(traits: Record<string, unknown> = {}) {
  return Object.fromEntries(
    Object.entries(traits).map(([name, value]) => {
      if (name === 'launched_at') return [name, { datetime: utc(String(value)) }]
      if (typeof value !== 'object' || value === null) return [name, value]
      const { begin, end } = value as { begin: string; end: string }
      return [name, { begin: utc(begin), end: utc(end) }]
    }),
  )
}
