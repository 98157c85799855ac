import { one, type Query } from '#app/_ui/query.ts'
import type { AuditFilter } from '#lib/audit/filter.ts'
import { storableText } from '#lib/storable.ts'

const DAY_MS = 86_400_000

/** How far back one looks. */
export const RANGES = [
  { key: '24h', label: '24 h', days: 1 },
  { key: '7d', label: '7 d', days: 7 },
  { key: '30d', label: '30 d', days: 30 },
] as const

/** Parts of the address that narrow what is shown. */
const FILTERS = ['q', 'person', 'subject', 'subjectId', 'action', 'address'] as const

/** The filter that stands in an address; what makes no sense there is left out. */
export function filterOf(query: Query, now: Date): AuditFilter {
  const words = Object.fromEntries(
    FILTERS.flatMap(name => {
      const value = one(query, name)
      return value ? [[name, storableText(value.slice(0, 250))]] : []
    }),
  )
  const range = RANGES.find(({ key }) => key === one(query, 'range'))
  if (range) return { ...words, from: new Date(now.getTime() - range.days * DAY_MS) }
  return { ...words, from: momentIn(query, 'from'), until: momentIn(query, 'until') }
}

function momentIn(query: Query, name: string): Date | undefined {
  const text = one(query, name)
  const at = new Date(text ?? Number.NaN)
  return Number.isNaN(at.getTime()) ? undefined : at
}

/** The entry that the page begins after. */
export function cursorOf(query: Query): string | undefined {
  const last = one(query, 'page')
  return last && /^\d{1,15}$/.test(last) ? last : undefined
}

/** The filter as the export takes it. */
export function exportQuery({ from, until, ...words }: AuditFilter): Query {
  return { ...words, from: from?.toISOString(), until: until?.toISOString() }
}
