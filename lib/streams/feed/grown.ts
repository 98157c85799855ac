import { isReady } from '#lib/streams/definition/ready.ts'
import type { Micros } from '#lib/streams/event.ts'
import type { Portion } from '#lib/streams/feed/portion.ts'

/** What a stream is to whoever feeds it. */
export interface Collected {
  first: Micros
  last: Micros
  expireAt: Micros
  fireAt: Micros | null
  events: number
  /** for each of the fire criteria, how many events meet it */
  met: readonly number[]
  depth: number
}

/** What of a portion a stream grows by. */
interface Part extends Pick<Portion, 'first' | 'last' | 'met' | 'depth'> {
  version: Pick<Portion['version'], 'trigger'>
  events: readonly unknown[]
}

/** When an engine is to look at it. */
export const dueAt = ({ expireAt, fireAt }: Collected): Micros =>
  fireAt === null ? expireAt : Math.min(fireAt, expireAt)

/**
 * A stream with one portion more, or of that one alone. When it expires is worked out again; whether it is complete is not judged
 * again once it was.
 */
export function grown(before: Collected | null, portion: Part, now: Micros): Collected {
  const { trigger } = portion.version
  const first = Math.min(before?.first ?? portion.first, portion.first)
  const last = Math.max(before?.last ?? portion.last, portion.last)
  const met = portion.met.map((count, i) => count + (before?.met[i] ?? 0))
  const fireAt = before?.fireAt ?? (isReady(met, trigger.needed) ? now + trigger.fireDelay : null)
  return {
    ...{ first, last, met, fireAt },
    expireAt: trigger.expiry({ first, last, now }),
    events: (before?.events ?? 0) + portion.events.length,
    depth: Math.max(before?.depth ?? 0, portion.depth),
  }
}
