/** Winchester's, in the order of its numbers, which begin with 1. */
export const STREAM_STATES = [
  'active',
  'firing',
  'expiring',
  'error',
  'expire_error',
  'completed',
  'retry_fire',
  'retry_expire',
] as const
export type StreamState = (typeof STREAM_STATES)[number]

export type StreamCounts = Record<StreamState, number>
export const noStreams = Object.fromEntries(STREAM_STATES.map(s => [s, 0])) as StreamCounts

export const totalOf = (counts: StreamCounts, states: readonly StreamState[] = STREAM_STATES) =>
  states.reduce((sum, state) => sum + counts[state], 0)

/** Those that wait for a person, and can be reset. */
export const FAILED: readonly StreamState[] = ['error', 'expire_error']

/** States that mean the same to whoever looks at a list, those first that somebody has to do something about. */
export const STATE_GROUPS = [
  { key: 'failed', label: 'Failed', states: FAILED },
  { key: 'retrying', label: 'Retrying', states: ['retry_fire', 'retry_expire'] },
  { key: 'running', label: 'Running', states: ['firing', 'expiring'] },
  { key: 'active', label: 'Collecting', states: ['active'] },
  { key: 'completed', label: 'Completed', states: ['completed'] },
] as const satisfies readonly { key: string; label: string; states: readonly StreamState[] }[]
export type StateGroup = (typeof STATE_GROUPS)[number]
