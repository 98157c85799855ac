import { one, type Query } from '#app/_ui/query.ts'

const HOUR_MS = 3_600_000

/** How far back the intake is looked at; the first where the address names none. */
export const SPANS = [
  { id: 'hour', label: 'Hour', ms: HOUR_MS },
  { id: 'day', label: 'Day', ms: 24 * HOUR_MS },
  { id: 'week', label: 'Week', ms: 168 * HOUR_MS },
] as const
export type Span = (typeof SPANS)[number]

export const spanOf = (query: Query): Span =>
  SPANS.find(({ id }) => id === one(query, 'span')) ?? SPANS[0]
