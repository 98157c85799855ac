import { DateTime } from 'luxon'
import { csvLinesOf } from '#lib/csv.ts'
import type { Point } from '#lib/metrics/range.ts'

export interface Column {
  label: string
  points: readonly Point[]
}

/** A line for each bucket that any column has: when it begins, by the zone's clocks, and the numbers that there are. */
export function pointsCsv(zone: string, columns: readonly Column[]): string {
  const known = columns.map(({ points }) => new Map(points))
  const times = [...new Set(known.flatMap(points => [...points.keys()]))].sort((a, b) => a - b)
  const rows = times.map(at => [
    DateTime.fromSeconds(at, { zone }).toISO({ suppressMilliseconds: true }),
    ...known.map(points => points.get(at) ?? ''),
  ])
  return csvLinesOf([['time', ...columns.map(({ label }) => label)], ...rows])
}
