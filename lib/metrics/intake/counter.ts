import type { Batch } from '#lib/metrics/intake/batch.ts'
import type { Book, Series } from '#lib/metrics/intake/book.ts'
import type { DropReason, Input, Manner, Meter } from '#lib/metrics/intake/contract.ts'
import { isInWindow } from '#lib/metrics/intake/fit.ts'
import {
  CELL_WEIGHT,
  countOn,
  isOn,
  type Page,
  pageOf,
  sentBy,
  tallyOf,
} from '#lib/metrics/intake/tally.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import type { Recorder } from '#lib/recorder.ts'

/** Where the last update was counted: where the next one is, mostly. */
interface Place {
  batch: Batch
  book: Book
  input: Input
  page: Page
  sent: { count: number }
}

/** Counts into the batch that fills. */
export function openCounter(recorder: Pick<Recorder<Batch>, 'batch' | 'wake'>) {
  let last: Place | undefined

  /** Null when the project does not count that time. */
  function placeOf(book: Book, input: Input, at: number): Place | null {
    const batch = recorder.batch()
    if (last && isSame(last, batch, book, input) && isOn(last.page, at)) return last
    if (!isInWindow(at, book.project.settings.metrics, Date.now() / 1000)) return null
    const tally = tallyOf(batch.tallies, book)
    const page = pageOf(tally, at)
    if (page.series.length === 0) batch.weight += CELL_WEIGHT
    last = { batch, book, input, page, sent: sentBy(tally, input) }
    return last
  }

  function countIn(
    { batch, page, sent }: Place,
    series: readonly Series[] | DropReason,
    { value, times, at }: Pick<MetricUpdate, 'value' | 'times' | 'at'>,
  ): DropReason | null {
    if (typeof series === 'string') return series
    batch.weight += countOn(page, series, value, times, at)
    sent.count++
    if (batch.size++ === 0) recorder.wake()
    return null
  }

  return {
    /** Counts an update whose numbers can be counted (fit.ts). Answers why not, or null. */
    take(book: Book, input: Input, update: MetricUpdate): DropReason | null {
      const place = placeOf(book, input, update.at)
      return place ? countIn(place, book.seriesFor(update), update) : 'out_of_window'
    },

    /** Counts many of one manner. */
    openMeter(book: Book, input: Input, { kind, times, filters }: Manner): Meter {
      const keys = book.keysOf(filters)
      return {
        add(name, value, at) {
          const place = placeOf(book, input, at)
          if (!place) return 'out_of_window'
          const series = typeof keys === 'string' ? keys : book.find(kind, name, keys)
          return countIn(place, series, { value, times, at })
        },
      }
    },
  }
}

const isSame = (place: Place, batch: Batch, book: Book, input: Input) =>
  place.batch === batch && place.book === book && place.input === input
