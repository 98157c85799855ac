/** NUL and halves of surrogate pairs, as JSON writes them: what `jsonb` refuses. */
const UNFIT = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i

/** Ids are PostgreSQL's `integer`: what does not fit names nothing. */
export const isId = (id: number) => Number.isInteger(id) && id > 0 && id < 2 ** 31

/** A text that the database takes: NUL and halves of surrogate pairs become U+FFFD. */
export const storableText = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed()

/** JSON that the database takes, whatever is in it. */
export function storableJson(value: object): string {
  const json = JSON.stringify(value)
  return UNFIT.test(json) ? JSON.stringify(storable(value)) : json
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [storableText(key), storable(item)]),
  )
}
