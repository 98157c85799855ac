import { containing, holds, textsHold } from '#lib/events/query/order.ts'
import type { Comparison, Query, Value } from '#lib/events/query/query.ts'

type OfTrait = Extract<Query, { path: string[] }>
type Test = (value: unknown) => boolean

const INDEX = /^\d{1,9}$/

/**
 * A condition on a trait, as `traitCondition` says it in SQL/JSON (the lax mode of its paths): on the way a list stands for its
 * items, at the end for itself and its items, and what is no list may be asked for its item 0.
 */
export function traitTest(query: OfTrait): (traits: unknown) => boolean {
  const { path } = query
  if (query.kind === 'exists') return traits => placesAt(traits, path).length > 0
  const test = valueTest(query)
  return traits =>
    placesAt(traits, path).some(place =>
      Array.isArray(place) ? place.some(item => test(item)) : test(place),
    )
}

function placesAt(traits: unknown, path: readonly string[]): unknown[] {
  let places: unknown[] = [traits]
  for (const step of path) {
    const isIndex = INDEX.test(step)
    places = places.flatMap(place => [
      ...members(place, step),
      ...(isIndex ? items(place, Number(step)) : []),
    ])
    if (places.length === 0) break
  }
  return places
}

const members = (place: unknown, name: string): unknown[] =>
  Array.isArray(place) ? place.flatMap(item => member(item, name)) : member(place, name)

const member = (place: unknown, name: string): unknown[] =>
  typeof place === 'object' && place !== null && !Array.isArray(place) && Object.hasOwn(place, name)
    ? [(place as Record<string, unknown>)[name]]
    : []

function items(place: unknown, index: number): unknown[] {
  if (!Array.isArray(place)) return index === 0 ? [place] : []
  return index < place.length ? [place[index]] : []
}

function valueTest(query: Exclude<OfTrait, { kind: 'exists' }>): Test {
  if (query.kind === 'prefix') return value => isText(value) && value.startsWith(query.start)
  if (query.kind === 'in') {
    const tests = query.values.map(value => comparing('=', value))
    return value => tests.some(test => test(value))
  }
  const { comparison, value } = query
  if (comparison !== '~') return comparing(comparison, value)
  const hasPart = containing(String(value))
  return given => isText(given) && hasPart(given)
}

const isText = (value: unknown) => typeof value === 'string'

/** Only values of one kind have an order; null equals nothing else. */
function comparing(comparison: Exclude<Comparison, '~'>, value: Value): Test {
  return given => {
    if (given === null || value === null)
      return given === value ? holds(comparison, 0) : comparison === '!='
    if (typeof given !== typeof value) return false
    return typeof given === 'string'
      ? textsHold(given, comparison, String(value))
      : holds(comparison, Number(given) - Number(value))
  }
}
