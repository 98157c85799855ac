import { one, type Query } from '#app/_ui/query.ts'

/** How often panels are read again; `off`: only when the page is loaded. */
export const REFRESHES = [
  { key: 'off', label: 'off', ms: null },
  { key: '10s', label: '10 s', ms: 10_000 },
  { key: '30s', label: '30 s', ms: 30_000 },
  { key: '1m', label: '1 min', ms: 60_000 },
  { key: '5m', label: '5 min', ms: 300_000 },
] as const
export type Refresh = (typeof REFRESHES)[number]

const USUAL = REFRESHES[3]

export const refreshOf = (query: Query): Refresh =>
  REFRESHES.find(({ key }) => key === one(query, 'refresh')) ?? USUAL
