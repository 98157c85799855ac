import { addCell, type Cell, newCell } from '#lib/metrics/cell.ts'
import type { Book, Series } from '#lib/metrics/intake/book.ts'
import type { Page, Tallies, Tally } from '#lib/metrics/intake/tally.ts'

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
  const rows: Row[] = []
  for (const [book, tally] of tallies)
    for (const [bucket, pages] of byBucket(book, tally, period)) {
      const { series, cells } = pages.length === 1 ? (pages[0] as Page) : merged(pages)
      for (const [i, one] of series.entries())
        rows.push({ series: one, bucket, cell: cells[i] as Cell })
    }
  return rows
}

const byBucket = ({ calendar }: Book, { pages }: Tally, period: Stored) =>
  Map.groupBy(pages.values(), ({ minute }) =>
    period === 'minute' ? minute : calendar.bucketOf(period, minute).start,
  )

/** The sums of what these pages hold, which stay as they are. */
function merged(pages: readonly Page[]): Pick<Page, 'series' | 'cells'> {
  const sums = new Map<Series, Cell>()
  for (const { series, cells } of pages)
    for (const [i, one] of series.entries()) {
      const sum = sums.get(one) ?? newCell(one.kind)
      sums.set(one, sum)
      addCell(sum, cells[i] as Cell)
    }
  return { series: [...sums.keys()], cells: [...sums.values()] }
}
