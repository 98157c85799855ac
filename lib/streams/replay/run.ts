import type { CompiledTrigger } from '#lib/streams/definition/compile.ts'
import { keyOf } from '#lib/streams/definition/key.ts'
import type { Micros, StreamEvent } from '#lib/streams/event.ts'
import { openLookout } from '#lib/streams/replay/looked.ts'
import type { ENDS, ReplayedStream, ReplayLooked } from '#lib/streams/replay/result.ts'
import { endOf, joined, type Running, toldStream } from '#lib/streams/replay/stream.ts'

/** All of them are in memory at once. */
export const MOST_OPEN = 50_000
/** Of each end. */
const STREAMS_TOLD = 100
/** Streams that are over are looked for when there are as many more. */
const FIRST_SWEEP = 1_000

const NOT_READY = 'Not enough matching criteria'

export interface Ran {
  counts: Record<'opened' | 'taken' | (typeof ENDS)[number], number>
  streams: ReplayedStream[]
  looked: ReplayLooked[]
}

/** A trigger that is given past events, in the order of their times, and does nothing but tell what it would have done. */
export interface Run {
  /** Answers false when more streams are open at once than it holds; the event is then left out. */
  take(event: StreamEvent): boolean
  /** What it came to until then. */
  end(at: Micros): Ran
}

export function openRun(trigger: CompiledTrigger): Run {
  const open = new Map<string, Running>()
  const streams: ReplayedStream[] = []
  const counts = { opened: 0, taken: 0, fired: 0, expired: 0, active: 0 }
  const lookout = openLookout()
  let sweepAt = FIRST_SWEEP

  function tell(stream: Running, ended: ReturnType<typeof endOf> | null) {
    const state = ended?.state ?? 'active'
    if (++counts[state] <= STREAMS_TOLD) streams.push(toldStream(stream, trigger, ended))
  }

  /** Ends it when it is over. An event of the very time at which it fires still comes to it, one of that at which it expires does not. */
  function endDue(key: string, stream: Running, now: Micros): boolean {
    const end = endOf(stream)
    const isOver = stream.collected.expireAt <= now || end.at < now
    if (isOver) {
      open.delete(key)
      tell(stream, end)
    }
    return isOver
  }

  function sweep(now: Micros) {
    for (const [key, stream] of open) endDue(key, stream, now)
    sweepAt = open.size * 2 + FIRST_SWEEP
  }

  return {
    take(event) {
      const taken = trigger.take(event, (criteria, reason) => lookout.note(event, criteria, reason))
      if (!taken) return true
      const key = keyOf(taken.values)
      const found = open.get(key)
      const before = found && !endDue(key, found, event.at) ? found : undefined
      if (!before && open.size >= Math.min(sweepAt, MOST_OPEN)) sweep(event.at)
      if (!before && open.size >= MOST_OPEN) return false
      counts.taken++
      if (!before) counts.opened++
      const after = joined(before, event, taken, trigger)
      open.set(key, after)
      if (!before || before.collected.fireAt === null)
        lookout.note(event, 'Fire', after.collected.fireAt === null ? NOT_READY : null)
      return true
    },

    end(at) {
      sweep(at)
      for (const stream of open.values()) tell(stream, null)
      streams.sort((a, b) => (a.openedAt < b.openedAt ? -1 : 1))
      return { counts, streams, looked: lookout.told() }
    },
  }
}
