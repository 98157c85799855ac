export const COMPARISONS = ['=', '!=', '<', '<=', '>', '>=', '~'] as const
export type Comparison = (typeof COMPARISONS)[number]

export type Value = string | number | boolean | null

/** What events are asked for. */
export type Query =
  | { kind: 'all' }
  | { kind: 'and'; of: Query[] }
  | { kind: 'or'; of: Query[] }
  | { kind: 'not'; of: Query }
  | { kind: 'compare'; path: string[]; comparison: Comparison; value: Value }
  /** its text begins so */
  | { kind: 'prefix'; path: string[]; start: string }
  | { kind: 'in'; path: string[]; values: Value[] }
  | { kind: 'exists'; path: string[] }
  /** stands anywhere in it */
  | { kind: 'text'; text: string }
