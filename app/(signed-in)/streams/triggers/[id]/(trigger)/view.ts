import { one, type Query } from '#app/_ui/query.ts'

const HOUR_MS = 3_600_000

/** How far back a trigger is looked at; the first where the address names none. */
export const SPANS = [
  { key: '1h', label: 'Hour', ms: HOUR_MS },
  { key: '24h', label: 'Day', ms: 24 * HOUR_MS },
  { key: '7d', label: 'Week', ms: 168 * HOUR_MS },
] as const
export type Span = (typeof SPANS)[number]

export const spanOf = (query: Query): Span =>
  SPANS.find(({ key }) => key === one(query, 'span')) ?? SPANS[0]

export const TABS = { why: 'What did not fit', replay: 'Dry run', yaml: 'Definition' } as const
export type Tab = keyof typeof TABS

export function tabOf(query: Query): Tab {
  const asked = one(query, 'tab') ?? ''
  return Object.hasOwn(TABS, asked) ? (asked as Tab) : 'why'
}
