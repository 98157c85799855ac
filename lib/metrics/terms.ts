/** In how many ways a number is counted; each is a metric of its own under the same name. */
export const KINDS = ['counter', 'average', 'gauge', 'distribution', 'set'] as const
export type Kind = (typeof KINDS)[number]

/** From the shortest to the longest; `all` has one bucket. */
export const PERIODS = ['minute', 'hour', 'day', 'week', 'month', 'year', 'all'] as const
export type Period = (typeof PERIODS)[number]

/** As what a bucket can be looked at; `value` is what its kind is about. */
export const VIEWS = [
  ...(['value', 'rate', 'count', 'sum', 'mean', 'min', 'max', 'last'] as const),
  ...(['p50', 'p75', 'p90', 'p95', 'p99'] as const),
] as const
export type View = (typeof VIEWS)[number]
