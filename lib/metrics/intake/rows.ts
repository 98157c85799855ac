import { addCell, type Cell, newCell } from '#lib/metrics/cell.ts'
import type { Tallies } from '#lib/metrics/intake/batch.ts'
import type { Book, Series } from '#lib/metrics/intake/book.ts'

/** Buckets that are stored; the longer ones are read from these. */
export const STORED = ['minute', 'hour', 'day', 'month'] as const
export type Stored = (typeof STORED)[number]

export interface Row {
  series: Series
  bucket: number
  cell: Cell
}

/** The buckets of one stored period in which something was counted. */
export function rowsOf(tallies: Tallies, period: Stored): Row[] {
  return [...tallies].flatMap(([book, { cells }]) =>
    [...cells].flatMap(([series, minutes]) => bucketsOf(book, series, minutes, period)),
  )
}

function bucketsOf(
  { calendar }: Book,
  series: Series,
  minutes: Map<number, Cell>,
  period: Stored,
): Row[] {
  const rows = new Map<number, Row>()
  for (const [minute, cell] of minutes) {
    const bucket = period === 'minute' ? minute : calendar.bucketOf(period, minute).start
    const row = rows.get(bucket)
    if (!row && minutes.size === 1) return [{ series, bucket, cell }]
    if (row) addCell(row.cell, cell)
    else rows.set(bucket, { series, bucket, cell: copyOf(series, cell) })
  }
  return [...rows.values()]
}

function copyOf({ kind }: Series, cell: Cell): Cell {
  const copy = newCell(kind)
  addCell(copy, cell)
  return copy
}
