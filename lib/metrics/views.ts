import { type Cell, shownAs } from '#lib/metrics/cell.ts'
import { quantile } from '#lib/metrics/sketch.ts'
import type { Kind, View } from '#lib/metrics/terms.ts'

/**
 * A bucket's number; `seconds` is its length. A number from 0 to 1 stands for that quantile. Null where there is none:
 * quantiles are there of distributions only.
 */
export function viewed(cell: Cell, view: View | number, seconds: number): number | null {
  const { sum, count, min, max, last, kind, bins } = cell
  if (view === 'value') return shownAs(cell)
  if (view === 'rate') return sum / seconds
  if (view === 'count') return count
  if (view === 'sum') return sum
  if (view === 'mean') return count === 0 ? null : sum / count
  if (view === 'min') return min
  if (view === 'max') return max
  if (view === 'last') return last
  if (kind !== 'distribution') return null
  const share = typeof view === 'number' ? view : Number(view.slice(1)) / 100
  const found = quantile(bins ?? [], share)
  return found === null ? null : Math.min(Math.max(found, min), max)
}

/** What is stored of a bucket; `last` goes with its time, and `bins` with their counts. */
export type Part = 'sum' | 'count' | 'min' | 'max' | 'last' | 'bins'

/** What of a bucket a view is made from. */
export function partsOf(kind: Kind, view: View | number): readonly Part[] {
  if (view === 'value') return PARTS_OF_VALUE[kind]
  if (view === 'rate') return ['sum']
  if (view === 'mean') return ['sum', 'count']
  if (view === 'count' || view === 'sum' || view === 'min' || view === 'max' || view === 'last')
    return [view]
  return kind === 'distribution' ? ['min', 'max', 'bins'] : []
}

const PARTS_OF_VALUE: Record<Kind, readonly Part[]> = {
  ...{ counter: ['sum'], gauge: ['last'], set: ['bins'] },
  ...{ average: ['sum', 'count'], distribution: ['sum', 'count'] },
}

/** Whether several of it make one together, so that nothing is 0 and the rest of a whole can be told. */
export const isAdditive = (kind: Kind, view: View | number): boolean =>
  view === 'value' ? kind === 'counter' : view === 'rate' || view === 'count' || view === 'sum'
