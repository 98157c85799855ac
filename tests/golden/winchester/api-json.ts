import { rangeJson, timeJson } from '#lib/streams/quincy/json.ts'
import { readTraits } from '#lib/streams/reading/traits.ts'
import type { Case, Result } from '#tests/golden/adapter.ts'

/** How times are written, and a traits argument is read. */
export function apiJson({ value, expected }: Case): Result {
  if (typeof value === 'string') {
    const pairs = readTraits(value).map(({ name, value }) => [name, value])
    return { expected, got: Object.fromEntries(pairs) }
  }
  const { datetime, range } = value as { datetime: string; range: [string, string] }
  return { expected, got: { datetime: timeJson(`${datetime}Z`), range: rangeJson(...range) } }
}
