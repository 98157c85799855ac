import type { Pool } from 'pg'
import { everything } from '#lib/access/reach.ts'
import { getStream, listStreams } from '#lib/streams/data.ts'
import { oldEvents } from '#lib/streams/quincy/asked.ts'
import { countOldEvents, findOldEvents, getOldEvent } from '#lib/streams/quincy/events/data.ts'
import { eventMark } from '#lib/streams/quincy/events/mark.ts'
import { naive } from '#lib/streams/quincy/json.ts'
import { filterOf } from '#lib/streams/reading/asked.ts'
import { markOf, pageAt } from '#lib/streams/reading/mark.ts'
import { isoOf, microsOf } from '#lib/streams/timex/iso.ts'
import { trimEvents } from '#lib/streams/trim.ts'
import type { Case } from '#tests/golden/adapter.ts'
import { fixture } from '#tests/golden/winchester/fixture.ts'
import { setSettings } from '#tests/lib/streams/running/world.ts'

/** An event with its traits beside what it always has. */
export async function eventOf({ message_id }: Case) {
  const { uid, type, at, traits } = await getOldEvent(everything, String(message_id))
  return { message_id: uid, event_type: type, timestamp: naive(at), ...traits }
}

/** Distinguishing traits as the cases write them. */
export async function traitsOf({ stream }: Case) {
  const { traits } = await getStream(everything, Number(stream))
  return Object.fromEntries(Object.entries(traits).map(([name, value]) => [name, plain(value)]))
}

export async function isFoundByTrait({ stream, name, value }: Case) {
  const asked = `${name}:${written(value)}`
  const filter = await filterOf(everything, { distinguishing_traits: asked })
  const { items } = await listStreams(everything, filter, { limit: 10 })
  return items.some(({ id }) => id === stream)
}

export async function streamIds({ query }: Case) {
  const { limit = 100, mark } = query as { limit?: number; mark?: string }
  const { items } = await listStreams(everything, {}, { limit, ...pageAt(mark) })
  return items.map(({ id }) => id)
}

export const marksOf = ({ id }: Case) => ({
  desc: markOf(Number(id), 'newest'),
  asc: markOf(Number(id), 'oldest'),
})

interface EventQuery {
  count?: boolean
  from_datetime?: string
  to_datetime?: string
  traits?: Record<string, unknown>
  limit?: number
}

/** The cases name some, and of others only how many there are. */
export async function foundEvents({ query, expected }: Case) {
  const { count, traits = {}, ...rest } = query as EventQuery
  const pairs = Object.entries(traits).map(([name, value]) => `${name}:${written(value)}`)
  const asked = oldEvents.parse({ ...rest, traits: pairs.join(';') })
  if (count) return [{ count: await countOldEvents(everything, asked) }]
  const uids = (await findOldEvents(everything, asked)).map(({ uid }) => uid)
  return typeof expected === 'number' ? uids.length : uids.sort()
}

/** The sizes of the pages, each of which goes on where the one before ended. */
export async function pagesOf({ limit }: Case) {
  const sizes: number[] = []
  for (let mark: string | undefined; ; ) {
    const page = await findOldEvents(everything, oldEvents.parse({ limit, mark }))
    const last = page.at(-1)
    if (!last) return sizes
    sizes.push(page.length)
    mark = eventMark(last, false)
  }
}

/** Numbers in the fixture of the events before a moment. */
export async function olderEvents({ before, limit }: Case) {
  const to_datetime = isoOf(Number(microsOf(String(before))) - 1)
  const found = await findOldEvents(everything, oldEvents.parse({ mark: '+', to_datetime, limit }))
  return found.map(({ uid }) => fixture.events.find(event => event.message_id === uid)?.id)
}

/** In 2100 */
const AFTER_ALL = Date.UTC(2100, 0) * 1_000

/** How many events are left when those that are as old as the oldest of these numbers are trimmed, one at a time. */
export async function leftAfterTrim({ purge }: Case, pool: Pool) {
  const ages = fixture.events.map(({ timestamp }) => Number(microsOf(timestamp))).sort()
  const before = ages[(purge as unknown[]).length] ?? AFTER_ALL
  await setSettings(pool, { trimEventsAge: '$timestamp', trimEventsBatchSize: 1 })
  await trimEvents(pool, new Date(before / 1_000))
  const { rows } = await pool.query<{ left: number }>('select count(*)::int as left from event')
  return rows[0]?.left
}

function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const times = Object.entries(value).map(([name, time]) => [name, naive(String(time))])
  const { datetime, ...range } = Object.fromEntries(times)
  return datetime ?? range
}

function written(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const { begin, end } = value as { begin: string; end: string }
  return `${begin}/${end}`
}
