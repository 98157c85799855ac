import type { Query } from '#app/_ui/query.ts'
import { PART, unmarked } from '#app/(signed-in)/explore/_lines/address.ts'
import { type MetricLine, MOST_LINES, metricLine } from '#lib/charts/panel.ts'
import { storableText } from '#lib/storable.ts'

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
