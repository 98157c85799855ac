import type { Request } from '#lib/metrics/intake/batch.ts'
import type { Book } from '#lib/metrics/intake/book.ts'
import type { Outcome } from '#lib/metrics/intake/contract.ts'
import { isCountable, problemOf } from '#lib/metrics/intake/fit.ts'
import { type Tallies, tally } from '#lib/metrics/intake/tally.ts'
import type { Totals } from '#lib/metrics/intake/totals.ts'
import { type Point, partsOf } from '#lib/metrics/totals/counted.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'

/** Counts a request's updates; answers what became of each. */
export function countRequest(
  { project, input, updates }: Request,
  book: Book | undefined,
  tallies: Tallies,
  totals: Totals,
): Outcome[] {
  const now = Date.now() / 1000

  function count(update: MetricUpdate): Outcome {
    const counted = book ? tally(tallies, book, update, input, now) : 'refused'
    return typeof counted === 'number' ? 'accepted' : counted
  }

  /** Of what is refused nothing is remembered: it comes with the next point, should that be taken. */
  function countPoint(point: Point): Outcome {
    if (!totals.hasRoom(project, point)) return 'too_many_series'
    const fresh = totals.freshOf(project, point)
    if (fresh === 'repeat') return 'duplicate'
    const { name, kind, filters, at } = point
    const parts = fresh ? partsOf(fresh) : []
    if (!parts.every(({ value }) => isCountable(value))) return 'invalid'
    for (const part of parts) {
      // The first one decides for all: they differ in their values only.
      const outcome = count({ ...{ name, kind, filters, at }, ...part })
      if (outcome !== 'accepted') return outcome
    }
    totals.keep(project, point)
    return 'accepted'
  }

  return updates.map(update => {
    if (problemOf({ value: 0, times: 1, ...update })) return 'invalid'
    return 'counted' in update ? countPoint(update) : count(update)
  })
}

/** What of requests is compared with what was counted before. */
export const pointsOf = ({ project, updates }: Request) =>
  updates.flatMap(update => ('counted' in update ? [[project, update] as const] : []))
