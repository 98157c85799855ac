import { randomUUID } from 'node:crypto'
import { type Cell, count, newCell } from '#lib/metrics/cell.ts'
import type { Book, Series } from '#lib/metrics/intake/book.ts'
import type { DropReason, Input, Outcome } from '#lib/metrics/intake/contract.ts'
import { isInWindow } from '#lib/metrics/intake/fit.ts'
import type { Point } from '#lib/metrics/totals/counted.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import { type Arrivals, entry } from '#lib/projects/intake/arrivals.ts'
import type { Project } from '#lib/projects/schema.ts'

/** What is written in one transaction. */
export interface Batch {
  id: string
  /** counted on arrival: what nobody waits for */
  tallies: Tallies
  requests: Request[]
  counts: Counts
  size: number
  weight: number
}

export type Tallies = Map<Book, Tally>
export type Counts = Arrivals<Input, Outcome>

/** What was counted of one project. */
export interface Tally {
  /** by series and by the unix second in which a minute begins */
  cells: Map<Series, Map<number, Cell>>
  /** how many updates it was */
  sent: Map<Input, number>
}

/** Updates that are counted together or not at all. */
export interface Request {
  project: Project
  input: Input
  updates: readonly (MetricUpdate | Point)[]
  key: string | undefined
  weight: number
  answer: { resolve(outcomes: Outcome[]): void; reject(error: Error): void }
}

/** What a series with one minute takes in memory, roughly. */
const CELL_WEIGHT = 400
const MINUTE = 60

export const newBatch = (): Batch => ({
  ...{ id: randomUUID(), requests: [], size: 0, weight: 0 },
  ...{ tallies: new Map(), counts: new Map() },
})

/** Counts an update. Answers why it is not counted, or by how many bytes, roughly, the tallies have grown. */
export function tally(
  tallies: Tallies,
  book: Book,
  update: MetricUpdate,
  input: Input,
  now: number,
): number | DropReason {
  if (!isInWindow(update.at, book.project.settings.metrics, now)) return 'out_of_window'
  const series = book.seriesFor(update)
  if (!series) return 'too_many_series'

  const { cells, weight } = cellsOf(tallies, book, series, Math.floor(update.at / MINUTE) * MINUTE)
  for (const cell of cells) count(cell, update.value, update.times, update.at)
  noteSent(tallies, book, input)
  return weight
}

/** The cells of these series in the minute that begins then, and how many bytes, roughly, the new ones take. */
export function cellsOf(
  tallies: Tallies,
  book: Book,
  series: readonly Series[],
  minute: number,
): { cells: Cell[]; weight: number } {
  const tally = tallyOf(tallies, book)
  let weight = 0
  const cells = series.map(one => {
    const minutes = entry(tally.cells, one)
    const known = minutes.get(minute)
    if (known) return known
    const made = newCell(one.kind)
    minutes.set(minute, made)
    weight += CELL_WEIGHT
    return made
  })
  return { cells, weight }
}

export function noteSent(tallies: Tallies, book: Book, input: Input): void {
  const { sent } = tallyOf(tallies, book)
  sent.set(input, (sent.get(input) ?? 0) + 1)
}

function tallyOf(tallies: Tallies, book: Book): Tally {
  const known = tallies.get(book)
  if (known) return known
  const made: Tally = { cells: new Map(), sent: new Map() }
  tallies.set(book, made)
  return made
}

/** The same work in smaller pieces, so that one that the database does not take costs no other. */
export function parts({ tallies, requests, counts }: Batch): Batch[] {
  const counted = [...tallies].map(([book, of]) => ({
    ...newBatch(),
    tallies: new Map([[book, of]]),
    size: [...of.sent.values()].reduce((sum, n) => sum + n, 0),
  }))
  const asked = requests.map(request => ({
    ...newBatch(),
    requests: [request],
    size: request.updates.length,
  }))
  const noted = counts.size > 0 ? [{ ...newBatch(), counts }] : []
  return [...counted, ...asked, ...noted]
}
