import type { Book, Series } from '#lib/metrics/intake/book.ts'
import { type Cells, countAt, newCells, pushCell } from '#lib/metrics/intake/cells.ts'
import type { DropReason, Input } from '#lib/metrics/intake/contract.ts'
import { isInWindow } from '#lib/metrics/intake/fit.ts'
import { addTo, type Bins, binOf } from '#lib/metrics/sketch.ts'
import type { Kind } from '#lib/metrics/terms.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'

/** What was counted, by project. */
export type Tallies = Map<Book, Tally>

/** In the order of the projects' numbers, as everything that locks several projects does. */
export const inOrder = (tallies: Tallies): [Book, Tally][] =>
  [...tallies].sort(([a], [b]) => a.project.id - b.project.id)

export interface Tally {
  /** by the unix second in which their minute begins */
  pages: Map<number, Page>
  /** how many updates it was */
  sent: Map<Input, { count: number }>
}

/** What was counted in one minute: series, and in the same places what was counted of each. */
export interface Page {
  minute: number
  /** no other page of this process has it: a series that bears it knows its place here */
  stamp: number
  series: Series[]
  places: Map<Series, number>
  cells: Cells
}

/** What a series with one minute takes in memory, roughly. */
export const CELL_WEIGHT = 400
const MINUTE = 60

let stamps = 0

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
  if (typeof series === 'string') return series

  const own = tallyOf(tallies, book)
  sentBy(own, input).count++
  return countOn(pageOf(own, update.at), series, update.value, update.times, update.at)
}

export function tallyOf(tallies: Tallies, book: Book): Tally {
  const known = tallies.get(book)
  if (known) return known
  const made: Tally = { pages: new Map(), sent: new Map() }
  tallies.set(book, made)
  return made
}

/** The page of the minute in which a unix second lies. */
export function pageOf({ pages }: Tally, at: number): Page {
  const minute = Math.floor(at / MINUTE) * MINUTE
  const known = pages.get(minute)
  if (known) return known
  const page = { minute, stamp: ++stamps, series: [], places: new Map(), cells: newCells() }
  pages.set(minute, page)
  return page
}

export const isOn = ({ minute }: Page, at: number) => at >= minute && at < minute + MINUTE

/** Counts a value in each of these series of one metric. Answers by how many bytes, roughly, the page has grown. */
export function countOn(
  page: Page,
  series: readonly Series[],
  value: number,
  times: number,
  at: number,
): number {
  const before = page.series.length
  const bin = binFor(series[0]?.kind, value)
  for (const one of series) {
    const place = one.stamp === page.stamp ? one.place : findPlace(page, one)
    countAt(page.cells, place, value, times, at)
    if (bin !== null) addTo(page.cells.bins[place] as Bins, bin, times)
  }
  return (page.series.length - before) * CELL_WEIGHT
}

function binFor(kind: Kind | undefined, value: number): number | null {
  if (kind === 'set') return value
  return kind === 'distribution' ? binOf(value) : null
}

function findPlace(page: Page, series: Series): number {
  const place = page.places.get(series) ?? page.series.length
  if (place === page.series.length) {
    page.places.set(series, place)
    page.series.push(series)
    pushCell(page.cells, series.kind)
  }
  series.stamp = page.stamp
  series.place = place
  return place
}

/** The number of updates by this way, to be counted up. */
export function sentBy({ sent }: Tally, input: Input): { count: number } {
  const known = sent.get(input)
  if (known) return known
  const made = { count: 0 }
  sent.set(input, made)
  return made
}
