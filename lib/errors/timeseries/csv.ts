import { csvLinesOf } from '#lib/csv.ts'
import type { Point } from '#lib/errors/timeseries/data.ts'

export interface SeriesColumn {
  label: string
  points: readonly Point[]
}

/** A line for each slice: its beginning and the count of each column, all of which have the same slices. */
export function seriesCsv(columns: readonly SeriesColumn[]): string {
  const [first] = columns
  const rows = (first?.points ?? []).map(([at], i) => [
    new Date(at).toISOString(),
    ...columns.map(({ points }) => points[i]?.[1] ?? 0),
  ])
  const head = ['time', ...columns.map(({ label }) => label)]
  return csvLinesOf([head, ...rows])
}
