import { one, type Query } from '#app/_ui/query.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** How much time can be looked at, counted back from now. */
export const RANGES = [
  { key: '15m', label: '15 min', words: 'last 15 min', ms: HOUR / 4 },
  { key: '1h', label: '1 h', words: 'last hour', ms: HOUR },
  { key: '6h', label: '6 h', words: 'last 6 hours', ms: 6 * HOUR },
  { key: '24h', label: '24 h', words: 'last 24 hours', ms: DAY },
  { key: '7d', label: '7 d', words: 'last 7 days', ms: 7 * DAY },
  { key: '30d', label: '30 d', words: 'last 30 days', ms: 30 * DAY },
  { key: '90d', label: '90 d', words: 'last 90 days', ms: 90 * DAY },
  { key: '1y', label: '1 y', words: 'last year', ms: 365 * DAY },
] as const
export type RangeKey = (typeof RANGES)[number]['key']

const LEAST_ZOOM_MS = 2_000
/** Longer than counts are kept anywhere. */
const GREATEST_ZOOM_MS = 3_653 * DAY

/** The time that is shown. */
export interface Range {
  /** null: a part that was zoomed to, from then on fixed */
  key: RangeKey | null
  from: Date
  to: Date
}

/** The time that an address asks for, by `range` or by `from` and `to`; what makes no sense is left aside. */
export function rangeOf(query: Query, now: Date, usual: RangeKey = '1h'): Range {
  return zoomOf(query, now) ?? relativeTo(now, one(query, 'range'), usual)
}

/** What changes in an address when a part is zoomed to; unix milliseconds. */
export const zoomTo = (from: number, to: number): Query => ({
  ...{ range: undefined, page: undefined },
  ...{ from: String(from), to: String(to) },
})

/** What changes in an address when another range is chosen. */
export const relative = (range: RangeKey): Query => ({ range, from: undefined, to: undefined })

/** `last hour`, `time shown`. */
export const rangeInWords = ({ key }: Pick<Range, 'key'>): string =>
  RANGES.find(range => range.key === key)?.words ?? 'time shown'

function relativeTo(now: Date, asked: string | undefined, usual: RangeKey): Range {
  const range = RANGES.find(({ key }) => key === asked) ?? RANGES.find(({ key }) => key === usual)
  const { key, ms } = range ?? RANGES[1]
  return { key, from: new Date(now.getTime() - ms), to: now }
}

function zoomOf(query: Query, now: Date): Range | null {
  const [from, to] = [Number(one(query, 'from')), Number(one(query, 'to'))]
  const length = to - from
  const isTime =
    from > 0 && length >= LEAST_ZOOM_MS && length <= GREATEST_ZOOM_MS && from < now.getTime()
  return isTime ? { key: null, from: new Date(from), to: new Date(to) } : null
}

export const lengthOf = ({ from, to }: Pick<Range, 'from' | 'to'>) => to.getTime() - from.getTime()
