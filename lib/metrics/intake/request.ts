import type { Request } from '#lib/metrics/intake/batch.ts'
import type { Book } from '#lib/metrics/intake/book.ts'
import type { Outcome } from '#lib/metrics/intake/contract.ts'
import { problemOf } from '#lib/metrics/intake/fit.ts'
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

  function countUpdate(update: MetricUpdate): Outcome {
    if (!book) return 'refused'
    if (problemOf(update)) return 'invalid'
    const counted = tally(tallies, book, update, input, now)
    return typeof counted === 'number' ? 'accepted' : counted
  }

  /** Of what is refused nothing is remembered: it comes with the next point, should that be taken. */
  function countPoint(point: Point): Outcome {
    if (!totals.hasRoom(project, point)) return 'too_many_series'
    const fresh = totals.freshOf(project, point)
    if (fresh === 'repeat') return 'duplicate'
    const { name, kind, filters, at } = point
    for (const part of fresh ? partsOf(fresh) : []) {
      const outcome = countUpdate({ ...{ name, kind, filters, at }, ...part })
      if (outcome !== 'accepted') return outcome
    }
    totals.keep(project, point)
    return 'accepted'
  }

  return updates.map(update => ('counted' in update ? countPoint(update) : countUpdate(update)))
}

/** What of requests is compared with what was counted before. */
export const pointsOf = ({ project, updates }: Request) =>
  updates.flatMap(update => ('counted' in update ? [[project, update] as const] : []))
