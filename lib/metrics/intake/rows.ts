import { addCell, type Cell, newCell } from '#lib/metrics/cell.ts'
import type { Series } from '#lib/metrics/intake/book.ts'
import { cellAt } from '#lib/metrics/intake/cells.ts'
import type { Tally } from '#lib/metrics/intake/tally.ts'
import type { Calendar } from '#lib/metrics/periods.ts'

/** Buckets that are stored; the longer ones are read from these. */
export const STORED = ['minute', 'hour', 'day', 'month'] as const
export type Stored = (typeof STORED)[number]

/** What was counted of a series in one minute. */
export interface Entry {
  /** in the database */
  id: number
  series: Series
  minute: number
  cell: Cell
}

export interface Row {
  id: number
  series: Series
  bucket: number
  cell: Cell
}

export const entriesOf = ({ pages }: Tally, idOf: (series: Series) => number): Entry[] =>
  [...pages.values()].flatMap(({ minute, series, cells }) =>
    series.map((one, place) => ({
      ...{ id: idOf(one), series: one, minute },
      cell: cellAt(cells, place, one.kind),
    })),
  )

/** The buckets of one stored period; entries of one series stand together, in the order of their minutes. */
export function rowsOf(entries: readonly Entry[], period: Stored, calendar: Calendar): Row[] {
  const rows: Row[] = []
  for (const { id, series, minute, cell } of entries) {
    const bucket = period === 'minute' ? minute : calendar.bucketOf(period, minute).start
    const last = rows.at(-1)
    if (last?.series === series && last.bucket === bucket) last.cell = sumOf(last.cell, cell)
    else rows.push({ id, series, bucket, cell })
  }
  return rows
}

function sumOf(one: Cell, other: Cell): Cell {
  const sum = newCell(one.kind)
  addCell(sum, one)
  addCell(sum, other)
  return sum
}
