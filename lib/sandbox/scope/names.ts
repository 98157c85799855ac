/** In the scope of every script. */
const common = [
  'sources',
  'fail',
  'MonitorFailure',
  'stream',
  'now',
  'sleep',
  'console',
  'mean',
  'median',
  'percentile',
  'stdev',
  'sum',
  'min',
  'max',
] as const

/**
 * What scripts find in their scope, those of monitors and those that are steps of pipelines. They are parameters around a
 * script's body, so it may use the names for its own.
 */
export const scopeNames = {
  monitor: [...common, 'record', 'noData', 'previous', 'monitor'],
  step: [...common, 'events', 'env'],
} as const

export type ScriptKind = keyof typeof scopeNames
export type ScopeName = (typeof scopeNames)[ScriptKind][number]
