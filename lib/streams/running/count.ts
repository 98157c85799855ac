import type { Finished } from '#lib/streams/running/end.ts'
import type { Counter } from '#lib/streams/statistics/counters.ts'
import { countUp, type Tally } from '#lib/streams/statistics/tally.ts'

/** What is counted of streams that have ended, in Winchester's words. */
export function countEnds(finished: readonly Finished[]): Tally {
  const tally: Tally = new Map()
  for (const one of finished) {
    const { commit, rollback } = one.outcome.failedCalls
    countUp(tally, one.claim.triggerId, 'Commit error', commit)
    countUp(tally, one.claim.triggerId, 'Rollback error', rollback)
    for (const counter of countersOf(one)) countUp(tally, one.claim.triggerId, counter)
  }
  return tally
}

function countersOf({ claim, outcome, isUnknown }: Finished): Counter[] {
  const isFire = claim.occasion === 'fire'
  const ended: Counter[] = outcome.ok ? [isFire ? 'Streams fired' : 'Streams expired'] : []
  if (isUnknown) return ['Unknown pipeline']
  if (claim.pipeline === null) return [...ended, isFire ? 'No fire pipeline' : 'No expire pipeline']
  const { commit, rollback } = outcome.failedCalls
  if (!outcome.ok)
    return rollback > 0 ? ['Pipeline error'] : ['Pipeline error', 'Rollback successful']
  return [...ended, 'Pre-commit successful', ...(commit > 0 ? [] : ['Commit successful' as const])]
}
