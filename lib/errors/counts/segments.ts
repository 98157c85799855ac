import type { Seconds } from '#lib/errors/slices.ts'

/** What counts are kept by; the coarser, the longer. */
export const UNITS = { hour: 3_600, minute: 60, second: 1 } as const
export type Unit = keyof typeof UNITS

/** From when on each is kept, Unix seconds; 0: all there ever was. */
export type KeptSince = Record<Unit, number>

/** What of a range is to be read from the counts of one unit; Unix seconds, `to` not included. */
export interface Segment {
  unit: Unit
  from: number
  to: number
}

interface Limits {
  /** no finer counts have what is asked for (a host, a level) */
  finest?: Unit | undefined
  /** the answer is wanted at least this fine */
  coarsest?: Unit | undefined
}

/**
 * Cuts a range, both ends included, into segments that together have each count once: whole hours from the hours, the rest of it from
 * minutes and seconds. Where those are not kept any more an end is moved outwards to where the next coarser unit
 * begins; `resolution` says which one that was.
 */
export function segmentsOf(
  range: Seconds,
  kept: KeptSince,
  { finest = 'second', coarsest = 'hour' }: Limits = {},
): { segments: Segment[]; resolution: Unit } {
  const never = Number.POSITIVE_INFINITY
  const minutesFrom = finest === 'hour' ? never : ceil(kept.minute, 'hour')
  const secondsFrom = finest === 'second' ? ceil(Math.max(kept.second, kept.minute), 'hour') : never
  const zones: Segment[] = [
    { unit: 'hour', from: 0, to: minutesFrom },
    { unit: 'minute', from: minutesFrom, to: Math.max(minutesFrom, secondsFrom) },
    { unit: 'second', from: Math.max(minutesFrom, secondsFrom), to: never },
  ]
  const parts = zones.flatMap(({ unit, from, to }): Segment[] => {
    const start = Math.max(from, floor(range.from, unit))
    // An end is part of its range, but brings no minute or hour that only begins with it.
    const end = Math.min(to, unit === 'second' ? range.to + 1 : ceil(range.to, unit))
    return start < end ? [{ unit, from: start, to: end }] : []
  })
  return {
    segments: parts.flatMap(part => wholeFirst(part, coarserThan(part.unit, coarsest))),
    resolution: parts[0]?.unit ?? finest,
  }
}

/** Whole hours, then whole minutes, are read as such: fewer rows, the same sum. */
function wholeFirst(part: Segment, [coarse, ...finer]: Unit[]): Segment[] {
  if (part.from >= part.to) return []
  if (!coarse) return [part]
  const from = ceil(part.from, coarse)
  const to = floor(part.to, coarse)
  if (from >= to) return wholeFirst(part, finer)
  return [
    ...wholeFirst({ ...part, to: from }, finer),
    { unit: coarse, from, to },
    ...wholeFirst({ ...part, from: to }, finer),
  ]
}

const coarserThan = (unit: Unit, coarsest: Unit): Unit[] =>
  (['hour', 'minute'] as const).filter(
    other => UNITS[other] > UNITS[unit] && UNITS[other] <= UNITS[coarsest],
  )

const floor = (second: number, unit: Unit) => Math.floor(second / UNITS[unit]) * UNITS[unit]
const ceil = (second: number, unit: Unit) => Math.ceil(second / UNITS[unit]) * UNITS[unit]
