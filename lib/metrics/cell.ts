import type { Bins } from '#lib/metrics/sketch.ts'
import type { Kind } from '#lib/metrics/terms.ts'
import { membersIn } from '#lib/metrics/uniques.ts'

/** What is kept of the values of one bucket. */
export interface Cell {
  kind: Kind
  sum: number
  count: number
  min: number
  max: number
  /** the value with the greatest time, of equal times the one that came last */
  last: number
  lastAt: number
  /** of distributions and sets */
  bins: Bins | null
}

export const newCell = (kind: Kind): Cell => ({
  ...{ kind, sum: 0, count: 0, last: 0, bins: isBinned(kind) ? new Map() : null },
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  lastAt: Number.NEGATIVE_INFINITY,
})

export const isBinned = (kind: Kind) => kind === 'distribution' || kind === 'set'

/** Adds what another bucket holds; of equal times the other's last value wins. */
export function addCell(cell: Cell, other: Cell): void {
  cell.sum += other.sum
  cell.count += other.count
  cell.min = Math.min(cell.min, other.min)
  cell.max = Math.max(cell.max, other.max)
  if (other.lastAt >= cell.lastAt) {
    cell.last = other.last
    cell.lastAt = other.lastAt
  }
  if (cell.bins)
    for (const [bin, times] of other.bins ?? [])
      cell.bins.set(bin, (cell.bins.get(bin) ?? 0) + times)
}

/** The one number that a bucket is shown as; of a distribution its mean. */
export function shownAs({ kind, sum, count, last, bins }: Cell): number {
  if (kind === 'counter') return sum
  if (kind === 'gauge') return last
  if (kind === 'set') return membersIn(bins?.size ?? 0)
  return count === 0 ? 0 : sum / count
}
