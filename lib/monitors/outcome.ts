import type { Policy } from '#lib/monitors/schema.ts'
import type { RunState } from '#lib/monitors/state.ts'
import type { StateName } from '#lib/plugin.ts'
import type { Outcome } from '#lib/sandbox/contract.ts'

type NoDataPolicy = Policy['noData']

/** What is recorded of a run: as its script ended, or as the policy for missing data has it. */
export interface Verdict {
  state: StateName
  message: string
  /** false when the run says nothing about the state, which then stays as it is */
  counts: boolean
}

/**
 * Judges a run. A run without data is what its monitor's policy makes of it; `keep` holds the state
 * while the last data is younger than `maxAgeMs`, then it is an ERROR.
 */
export function judge(
  outcome: Pick<Outcome, 'state' | 'reason' | 'message'>,
  policy: NoDataPolicy,
  monitor: { state: StateName; lastDataAt: Date | null },
  now: Date,
): Verdict {
  const { state, reason, message } = outcome
  if (reason !== 'no data') return { state, message, counts: true }
  if (policy.then === 'keep' && isFresh(monitor.lastDataAt, policy.maxAgeMs, now))
    return { state: monitor.state, message: `${message} (the state is kept)`, counts: false }
  return { state: STATE_WITHOUT_DATA[policy.then], message, counts: true }
}

const STATE_WITHOUT_DATA: Record<NoDataPolicy['then'], RunState> = {
  error: 'ERROR',
  alarm: 'ALARM',
  ok: 'OK',
  keep: 'ERROR',
}

const isFresh = (at: Date | null, maxAgeMs: number, now: Date) =>
  at !== null && now.getTime() - at.getTime() <= maxAgeMs
