import type { Rejected } from '#lib/intake/otlp/answer.ts'
import type { Metrics } from '#lib/intake/otlp/metrics/read.ts'
import type { Outcome } from '#lib/metrics/intake/contract.ts'

/** Reasons that are told; one that is put right makes room for the next. */
const REASONS_LIMIT = 5

/** What was not counted, by the reasons. `outcomes`: of all points of all data points, in their order. */
export function rejectedPoints(
  { points, problems }: Metrics,
  outcomes: readonly Outcome[],
): Rejected {
  const reasons = new Map(problems)
  const next = outcomes.values()
  for (const group of points) {
    const refused = group.map(() => next.next().value).find(isRefused)
    if (!refused) continue
    const reason = WORDS[refused] ?? 'it could not be taken'
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  const told = [...reasons].slice(0, REASONS_LIMIT).map(([reason, count]) => `${count}: ${reason}`)
  const count = [...reasons.values()].reduce((sum, n) => sum + n, 0)
  return { name: 'rejectedDataPoints', count, message: told.join('; ') }
}

const isRefused = (outcome: Outcome | undefined) =>
  outcome !== undefined && outcome !== 'accepted' && outcome !== 'duplicate'

const WORDS: Partial<Record<Outcome, string>> = {
  invalid: 'it is no number that can be counted',
  out_of_window: 'the project does not count this time',
  too_many_series: 'the project has as many metrics and values as it may have',
}
