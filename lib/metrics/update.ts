/** In how many ways a number is counted; each is a metric of its own under the same name. */
export const KINDS = ['counter', 'average', 'gauge', 'distribution', 'set'] as const
export type Kind = (typeof KINDS)[number]

/** One message of a sender, as every grammar tells it. */
export interface MetricUpdate {
  name: string
  kind: Kind
  /** of a counter what is added, and taken away where it is below zero; of a set a member's bin (uniques.ts) */
  value: number
  /** how many such values it stands for: a sample of one in ten stands for ten */
  times: number
  /** unix seconds */
  at: number
  /** in the order of their names; a filter with several values counts for each of them */
  filters: readonly Filter[]
}

export interface Filter {
  name: string
  values: readonly string[]
}
