import type { Kind } from '#lib/metrics/terms.ts'

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
