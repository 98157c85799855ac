import { one, type Query } from '#app/_ui/query.ts'
import { type Range, rangeOf } from '#app/_ui/range/range.ts'
import { readKeys, stepsOf } from '#lib/events/query/key.ts'

/** How the events that are found are looked at. */
export const LOOKS = ['events', 'trees', 'numbers'] as const
export type Look = (typeof LOOKS)[number]

/** What the page of events shows; all of it stands in the address. */
export interface View {
  q: string
  project: string | undefined
  range: Range
  look: Look
  /** traits beside what every event has */
  columns: string[]
  /** null: those that are worth it */
  facets: string[] | null
  /** what the histogram is divided by; null: nothing */
  by: string | null
  /** keeps itself current */
  isFollowing: boolean
  cursor: string | undefined
  /** of the look at numbers: what is drawn, of which number, and by which trait */
  measure: Measure
  of: string | undefined
  group: string | undefined
}

export const OF_ALL = ['count', 'rate'] as const
export const OF_NUMBERS = ['avg', 'p50', 'p95', 'p99', 'max', 'sum', 'distinct'] as const
export type Measure = (typeof OF_ALL | typeof OF_NUMBERS)[number]

const KEY_LIMIT = 250
/** More do not fit beside each other. */
export const MOST_COLUMNS = 8
export const MOST_FACETS = 10

/** What an address asks for; what makes no sense is left aside. */
export const viewOf = (query: Query, now: Date): View => ({
  q: one(query, 'q')?.trim() ?? '',
  project: one(query, 'project')?.slice(0, 100),
  range: rangeOf(query, now),
  look: LOOKS.find(look => look === one(query, 'look')) ?? 'events',
  columns: readKeys(one(query, 'columns') ?? '').slice(0, MOST_COLUMNS),
  facets: facetsIn(one(query, 'facets')),
  by: one(query, 'by') === 'none' ? null : (keyOf(one(query, 'by')) ?? 'type'),
  isFollowing: one(query, 'follow') !== 'off',
  cursor: one(query, 'cursor')?.slice(0, 250),
  ...measureOf(query),
  group: keyOf(one(query, 'group')),
})

/** What is measured of a number has to say of which. */
function measureOf(query: Query): Pick<View, 'measure' | 'of'> {
  const of = keyOf(one(query, 'of'))
  const known = of ? [...OF_ALL, ...OF_NUMBERS] : OF_ALL
  const measure = known.find(name => name === one(query, 'measure')) ?? (of ? 'p95' : 'count')
  return { measure, of }
}

/** Neither what was zoomed to nor a further page changes. */
export const isRunning = ({ isFollowing, range, cursor }: View) =>
  isFollowing && range.key !== null && cursor === undefined

const facetsIn = (text: string | undefined): string[] | null => {
  if (text === undefined) return null
  return text === 'none' ? [] : readKeys(text).slice(0, MOST_FACETS)
}

const keyOf = (text: string | undefined): string | undefined =>
  text && text.length <= KEY_LIMIT && stepsOf(text) ? text : undefined

/** Keys for an address; undefined: none. */
export const withoutKey = (keys: readonly string[], key: string) =>
  keys.filter(other => other !== key).join(',')
