import { type Cell, isBinned } from '#lib/metrics/cell.ts'
import type { Bins } from '#lib/metrics/sketch.ts'
import type { Kind } from '#lib/metrics/terms.ts'

/**
 * Many cells (lib/metrics/cell.ts) in one piece of memory: counting in one touches one line of the processor's cache,
 * where an object whose numbers are objects takes seven.
 */
export interface Cells {
  length: number
  numbers: Float64Array
  /** by place; null where the kind has none */
  bins: (Bins | null)[]
}

/** Where in a cell its numbers are. */
const [SUM, COUNT, MIN, MAX, LAST, LAST_AT] = [0, 1, 2, 3, 4, 5] as const
/** 64 bytes */
const WIDTH = 8
const FIRST_CELLS = 64

export const newCells = (): Cells => ({
  ...{ length: 0, bins: [] },
  numbers: new Float64Array(FIRST_CELLS * WIDTH),
})

/** Puts an empty cell in the next place. */
export function pushCell(cells: Cells, kind: Kind): void {
  const from = cells.length++ * WIDTH
  if (from === cells.numbers.length) {
    const wider = new Float64Array(2 * from)
    wider.set(cells.numbers)
    cells.numbers = wider
  }
  cells.numbers[from + MIN] = Number.POSITIVE_INFINITY
  cells.numbers[from + MAX] = Number.NEGATIVE_INFINITY
  cells.numbers[from + LAST_AT] = Number.NEGATIVE_INFINITY
  cells.bins.push(isBinned(kind) ? new Map() : null)
}

/** Counts a value in the cell at a place; of equal times the value that comes last is the last one. */
export function countAt(
  { numbers }: Cells,
  place: number,
  value: number,
  times: number,
  at: number,
): void {
  const from = place * WIDTH
  const read = (which: number) => numbers[from + which] as number
  numbers[from + SUM] = read(SUM) + value * times
  numbers[from + COUNT] = read(COUNT) + times
  if (value < read(MIN)) numbers[from + MIN] = value
  if (value > read(MAX)) numbers[from + MAX] = value
  if (at < read(LAST_AT)) return
  numbers[from + LAST] = value
  numbers[from + LAST_AT] = at
}

export function cellAt({ numbers, bins }: Cells, place: number, kind: Kind): Cell {
  const read = (which: number) => numbers[place * WIDTH + which] as number
  return {
    ...{ kind, sum: read(SUM), count: read(COUNT), min: read(MIN), max: read(MAX) },
    ...{ last: read(LAST), lastAt: read(LAST_AT), bins: bins[place] ?? null },
  }
}
