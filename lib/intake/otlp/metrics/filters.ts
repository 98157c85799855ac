import type { Fields } from '#lib/intake/untrusted.ts'
import { FILTERS_LIMIT } from '#lib/metrics/intake/fit.ts'
import type { Filter } from '#lib/metrics/update.ts'

/**
 * Attributes as filters: those of the point, and of its resource the ones that the project names, as many as there
 * is room for. What is no text, number, truth value or list of them is left out.
 */
export function filtersOf(own: Fields, resource: Fields, named: readonly string[]): Filter[] {
  const filters = Object.entries(own).flatMap(filterOf)
  const others = named
    .filter(name => Object.hasOwn(resource, name) && !Object.hasOwn(own, name))
    .flatMap(name => filterOf([name, resource[name]]))
  const room = Math.max(FILTERS_LIMIT - filters.length, 0)
  return [...filters, ...others.slice(0, room)].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function filterOf([name, value]: [string, unknown]): Filter[] {
  const values = [value].flat().flatMap(textsOf)
  return values.length > 0 ? [{ name, values: [...new Set(values)] }] : []
}

const textsOf = (value: unknown): string[] =>
  ['string', 'number', 'boolean'].includes(typeof value) ? [String(value)] : []
