import { addCell, type Cell, newCell } from '#lib/metrics/cell.ts'
import type { Stored } from '#lib/metrics/intake/rows.ts'
import type { Calendar } from '#lib/metrics/periods.ts'
import type { Kind, Period } from '#lib/metrics/terms.ts'

/** A bucket by the unix second in which it begins, and the number it is shown as. */
export type Point = [bucket: number, value: number]

/** Which stored buckets a period is read from. */
export const READ_FROM: Record<Period, Stored> = {
  ...{ minute: 'minute', hour: 'hour', day: 'day', week: 'day' },
  ...{ month: 'month', year: 'month', all: 'month' },
}

/** The whole buckets of a period that two unix seconds lie in: where the first begins and the last ends. */
export function widened(calendar: Calendar, period: Period, from: number, to: number) {
  return {
    from: calendar.bucketOf(period, from).start,
    until: calendar.bucketOf(period, to).end,
  }
}

/** Stored buckets, in order, as those of a longer period. */
export function rollUp(
  cells: readonly (readonly [number, Cell])[],
  period: Period,
  kind: Kind,
  calendar: Calendar,
): [number, Cell][] {
  const rolled = new Map<number, Cell>()
  for (const [at, cell] of cells) {
    const { start } = calendar.bucketOf(period, at)
    const known = rolled.get(start) ?? newCell(kind)
    rolled.set(start, known)
    addCell(known, cell)
  }
  return [...rolled]
}

/** The greatest, the least, and the mean rounded down, as GottWall tells them; all 0 of nothing. */
export function rangeInfo(range: readonly Point[]): { avg: number; min: number; max: number } {
  if (range.length === 0) return { avg: 0, min: 0, max: 0 }
  const values = range.map(([, value]) => value)
  const sum = values.reduce((total, value) => total + value, 0)
  return {
    avg: Math.floor(sum / values.length),
    // Spread, they would be too many arguments for a call.
    min: values.reduce((a, b) => Math.min(a, b)),
    max: values.reduce((a, b) => Math.max(a, b)),
  }
}

/** The points, and 0 where only the metric as a whole has a bucket. */
export function filledFrom(whole: readonly Point[], points: readonly Point[]): Point[] {
  const known = new Map(points)
  return whole.map(([bucket]) => [bucket, known.get(bucket) ?? 0])
}
