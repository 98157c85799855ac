import type { StateName } from '#lib/plugin.ts'

/** What a run may come to, as far as the state is concerned. */
export type RunState = Exclude<StateName, 'INACTIVE'>

export interface MonitorState {
  state: StateName
  since: Date
  /** what the last runs said, while that isn't believed yet */
  pending: { state: RunState; count: number } | null
}

/** A monitor's state after a run, and why it is that. */
export interface Step extends MonitorState {
  because: string
}

/**
 * Folds one outcome into a monitor's state. The state turns only after enough outcomes in a row speak for it,
 * so one lost packet wakes nobody; ERROR and ALARM count apart. The first run of an INACTIVE monitor is believed at once.
 */
export function advance(
  now: MonitorState,
  outcome: RunState,
  policy: { after: Record<RunState, number> },
  at: Date,
): Step {
  if (outcome === now.state) return { ...now, pending: null, because: `it is ${outcome} already` }
  if (now.state === 'INACTIVE') return turned(outcome, at, 'the first run is believed at once')

  const count = now.pending?.state === outcome ? now.pending.count + 1 : 1
  const needed = policy.after[outcome]
  const because = `${outcome} ${count} of ${needed} in a row`
  if (count < needed) return { ...now, pending: { state: outcome, count }, because }
  return turned(outcome, at, because)
}

const turned = (state: RunState, since: Date, because: string): Step => ({
  state,
  since,
  pending: null,
  because,
})
