import type { Query } from '#app/_ui/query.ts'
import { type MetricLine, MOST_LINES, metricLine } from '#lib/charts/panel.ts'
import { storableText } from '#lib/storable.ts'

/**
 * Lines in an address: `metric=orders&where.country=de&by=device`, further ones with their number:
 * `2.metric=visits&2.view=rate`.
 */
const PART = /^(?:(\d{1,2})\.)?(?:(metric|kind|by|view|label|most)|where\.(.+))$/s

/** The lines that an address asks for, in order; those that make no sense are left out. */
export function linesOf(query: Query): MetricLine[] {
  const parts = new Map<
    number,
    { fields: [string, string | number][]; filters: [string, string][] }
  >()
  for (const [key, value] of Object.entries(query)) {
    const [, number = '1', field, filter] = PART.exec(key) ?? []
    const text = storableText((Array.isArray(value) ? value[0] : value) ?? '')
    const line = parts.get(Number(number)) ?? { fields: [], filters: [] }
    if (field !== undefined && text !== '')
      line.fields.push([field, field === 'most' ? Number(text) : text])
    else if (filter !== undefined) line.filters.push([storableText(filter), unmarked(text)])
    else continue
    parts.set(Number(number), line)
  }
  return [...parts]
    .sort(([a], [b]) => a - b)
    .flatMap(([, { fields, filters }]) => {
      const { success, data } = metricLine.safeParse({
        ...Object.fromEntries(fields),
        filters: Object.fromEntries(filters),
      })
      return success ? [data] : []
    })
    .slice(0, MOST_LINES)
}

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
const unmarked = (text: string) => text.replace(/^=/, '')
