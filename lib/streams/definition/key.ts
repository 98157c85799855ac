import { hash } from 'node:crypto'
import type { Distinguishing, DistinguishingValue } from '#lib/streams/definition/values.ts'
import { isoOf } from '#lib/streams/timex/iso.ts'

/** How a distinguishing value is stored and told. */
export type TraitJson =
  | string
  | number
  | boolean
  | { datetime: string }
  | { begin: string; end: string }

/** Distinguishing values as JSON: times and ranges in ISO 8601. */
export const traitsOf = (values: Distinguishing): Record<string, TraitJson> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, jsonOf(value)]))

/** By which streams are told apart, as a uuid: the same for the same values. */
export function keyOf(values: Distinguishing): string {
  const sorted = Object.entries(traitsOf(values)).sort(([a], [b]) => (a < b ? -1 : 1))
  return hash('md5', JSON.stringify(sorted))
}

function jsonOf(value: DistinguishingValue): TraitJson {
  if (typeof value !== 'object') return value
  if ('datetime' in value) return { datetime: isoOf(value.datetime) }
  return { begin: isoOf(value.begin), end: isoOf(value.end) }
}
