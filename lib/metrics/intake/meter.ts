import { type Cell, count } from '#lib/metrics/cell.ts'
import { type Batch, cellsOf, noteSent } from '#lib/metrics/intake/batch.ts'
import type { Book } from '#lib/metrics/intake/book.ts'
import type { Meter, Shape } from '#lib/metrics/intake/contract.ts'
import { isInWindow } from '#lib/metrics/intake/fit.ts'
import type { Recorder } from '#lib/recorder.ts'

const MINUTE = 60

/** Counts values alike: where they count is looked up once for a batch and a minute. */
export function openMeter(
  book: Book,
  shape: Shape,
  recorder: Pick<Recorder<Batch>, 'batch' | 'wake'>,
): Meter | null {
  const series = book.seriesFor(shape)
  if (!series) return null
  let known: { batch: Batch; from: number; cells: readonly Cell[] } | undefined

  function find(batch: Batch, at: number) {
    const from = Math.floor(at / MINUTE) * MINUTE
    const { cells, weight } = cellsOf(batch.tallies, book, series ?? [], from)
    batch.weight += weight
    known = { batch, from, cells }
    recorder.wake()
    return known
  }

  const isKnown = (batch: Batch, at: number) =>
    known?.batch === batch && at >= known.from && at < known.from + MINUTE

  return {
    add(value, at, input) {
      const batch = recorder.batch()
      if (!isKnown(batch, at)) {
        if (!isInWindow(at, book.project.settings.metrics, Date.now() / 1000)) return false
        find(batch, at)
      }
      for (const cell of known?.cells ?? []) count(cell, value, shape.times, at)
      noteSent(batch.tallies, book, input)
      batch.size++
      return true
    },
  }
}
