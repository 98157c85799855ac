import type { Query } from '#app/_ui/query.ts'
import type { MetricLine } from '#lib/charts/panel.ts'

/**
 * Lines in an address: `metric=orders&where.country=de&by=device`, further ones with their number:
 * `2.metric=visits&2.view=rate`.
 */
export const PART = /^(?:(\d{1,2})\.)?(?:(metric|kind|by|view|label|most)|where\.(.+))$/s

/** What changes in an address when it is to have these lines and no others. */
export function withLines(query: Query, lines: readonly MetricLine[]): Query {
  const none = Object.keys(query).filter(key => PART.test(key))
  return Object.fromEntries([
    ...none.map(key => [key, undefined]),
    ...lines.flatMap((line, i) => partsOf(line, i === 0 ? '' : `${i + 1}.`)),
  ])
}

function partsOf({ metric, kind, by, most, view, label, filters }: MetricLine, prefix: string) {
  const shown = view === 'value' ? undefined : view
  const fields = {
    metric,
    kind,
    by,
    most: most === undefined ? most : String(most),
    view: shown,
    label,
  }
  return [
    ...Object.entries(fields).map(([name, value]) => [prefix + name, value]),
    ...Object.entries(filters).map(([name, value]) => [`${prefix}where.${name}`, marked(value)]),
  ]
}

/** An address has no empty values; one that stands for itself begins with no `=`. */
const marked = (value: string) => (value === '' || value.startsWith('=') ? `=${value}` : value)
export const unmarked = (text: string) => text.replace(/^=/, '')
