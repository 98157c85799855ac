/** What a script finds in its scope. They are parameters around its body, so it may use the names for its own. */
export const scopeNames = [
  'sources',
  'record',
  'fail',
  'noData',
  'MonitorFailure',
  'previous',
  'monitor',
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

export type ScopeName = (typeof scopeNames)[number]
