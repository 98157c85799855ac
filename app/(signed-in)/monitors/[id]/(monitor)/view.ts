import { one, type Query } from '#app/_ui/query.ts'
import { nextTimes } from '#lib/monitors/schedule.ts'

const HOUR = 3_600_000

/** How much time the chart can show. */
export const RANGES = [
  { key: '1h', label: '1 h', ms: HOUR },
  { key: '6h', label: '6 h', ms: 6 * HOUR },
  { key: '24h', label: '24 h', ms: 24 * HOUR },
  { key: '7d', label: '7 d', ms: 7 * 24 * HOUR },
  { key: '28d', label: '28 d', ms: 28 * 24 * HOUR },
] as const

/** A chart with fewer runs than this says little. */
const RUNS_WANTED = 60
const LEAST_ZOOM_MS = 10_000

export interface Range {
  /** null: a part that was zoomed to */
  key: string | null
  from: Date
  to: Date
}

/** The time that the address asks for; without one as much as shows a good number of runs. */
export function rangeOf(query: Query, schedule: string, timezone: string, now: Date): Range {
  const zoomed = zoomOf(query, now)
  if (zoomed) return zoomed

  const asked = one(query, 'range')
  const range =
    RANGES.find(({ key }) => key === asked) ?? usualRange(intervalOf(schedule, timezone, now))
  return { key: range.key, from: new Date(now.getTime() - range.ms), to: now }
}

function zoomOf(query: Query, now: Date): Range | null {
  const [from, to] = [Number(one(query, 'from')), Number(one(query, 'to'))]
  const isTime = from > 0 && to - from >= LEAST_ZOOM_MS && from < now.getTime() && to < 8e15
  return isTime ? { key: null, from: new Date(from), to: new Date(to) } : null
}

function usualRange(intervalMs: number) {
  const [, ...usual] = RANGES
  return usual.find(({ ms }) => ms >= intervalMs * RUNS_WANTED) ?? RANGES[4]
}

function intervalOf(schedule: string, timezone: string, now: Date): number {
  const [first, second] = nextTimes(schedule, timezone, now, 2)
  return first && second ? second.getTime() - first.getTime() : Number.POSITIVE_INFINITY
}

const TABS = ['changes', 'runs', 'deliveries', 'versions'] as const
export type Tab = (typeof TABS)[number]

export const tabOf = (query: Query): Tab => TABS.find(tab => tab === one(query, 'tab')) ?? 'changes'
