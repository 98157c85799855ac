import { DateTime } from 'luxon'
import { newId } from '#client/ids.ts'
import type { Event } from '#lib/events/event.ts'
import type { Read } from '#lib/intake/http/bulk.ts'
import { type Fields, isFields, plainOf, storable } from '#lib/intake/untrusted.ts'

/** Longer names are mistakes. */
const NAME_LIMIT = 200
/** RFC 1035, section 2.3.4. */
const HOST_LIMIT = 255
const TRAITS_LIMIT = 64 * 1024
/** From here on a number cannot be seconds any more (the year 5138), and is milliseconds. */
const MILLISECONDS_FROM = 1e11
/** What JSON has and PostgreSQL's does not: NUL, and halves of surrogate pairs. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i
const BAD_TIME = 'must be a time like 2026-01-31T12:00:00Z, or seconds'

/**
 * Reads an event as BlueOx's clients and Belfry's put it: `type`, `id`, `uid`, `host`, `pid`, `start`, `end` and `body`; what else stands beside
 * them goes into the body. Winchester's `event_type`, `message_id`, `timestamp` and `traits` are understood as well; an event in its
 * form has to have all of the first three, as there.
 */
export function readEvent(given: unknown, now: number): Read<Event> {
  if (!isFields(given)) return { error: 'must be an object' }
  const { type, event_type, id, uid, message_id, host, pid, start, end, at, ...others } = given
  const { timestamp, body, traits, ...unknown } = others
  const name = type ?? event_type
  const told = timeOf(end ?? at ?? timestamp)
  const begun = timeOf(start)
  const inside = body ?? traits ?? {}

  if (typeof name !== 'string')
    return wrong('type', name === undefined ? 'is missing' : 'must be a text')
  if (name === '' || name.length > NAME_LIMIT)
    return wrong('type', `must have 1 to ${NAME_LIMIT} characters`)
  if (told === null) return wrong('end', BAD_TIME)
  if (begun === null) return wrong('start', BAD_TIME)
  if (!isFields(inside)) return wrong('body', 'must be an object')

  const own = textOf(uid ?? message_id)
  if (type === undefined && own === undefined) return wrong('message_id', 'is missing')
  if (type === undefined && told === undefined) return wrong('timestamp', 'is missing')

  const endedAt = told ?? now
  return {
    read: {
      ...{ type: storable(name), id: textOf(id) ?? own ?? newId(now * 1000), uid: own },
      host: storable(typeof host === 'string' ? host : '', HOST_LIMIT - 1),
      pid: Number.isInteger(pid) && Math.abs(pid as number) < 2 ** 31 ? (pid as number) : null,
      ...{ start: Math.min(begun ?? endedAt, endedAt), at: endedAt, isTimed: told !== undefined },
      traits: traitsOf(Object.keys(unknown).length > 0 ? { ...unknown, ...inside } : inside),
    },
  }
}

const wrong = (field: string, message: string): Read<never> => ({
  error: `${field} ${message}`,
  fields: { [field]: message },
})

/** Ids that are too long to be indexed keep what tells them apart best, their beginning. */
const textOf = (value: unknown): string | undefined =>
  (typeof value === 'string' && value !== '') || Number.isFinite(value)
    ? storable(String(value), NAME_LIMIT)
    : undefined

/** Unix seconds; undefined where nothing is given, null for what is no time. */
function timeOf(given: unknown): number | null | undefined {
  if (given === undefined || given === null) return undefined
  if (typeof given === 'number') return Math.abs(given) < MILLISECONDS_FROM ? given : given / 1000
  if (typeof given !== 'string') return null
  const ms = DateTime.fromISO(given.trim(), { zone: 'utc' }).toMillis()
  return Number.isNaN(ms) ? null : ms / 1000 + beyondMs(given)
}

/** What luxon leaves out, in seconds: a text tells microseconds, too. */
const beyondMs = (text: string) =>
  Number((/[.,]\d{3}(\d{1,3})/.exec(text)?.[1] ?? '').padEnd(3, '0')) / 1e6

/** Traits as JSON that can be stored, null for none; what is too much of them is cut. */
export function traitsOf(traits: Fields): string | null {
  const text = JSON.stringify(traits)
  if (text === '{}') return null
  return text.length > TRAITS_LIMIT || UNSTORABLE.test(text)
    ? JSON.stringify(plainOf(traits))
    : text
}
