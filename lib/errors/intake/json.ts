/** One event's details, as JSON. More is no example, it is a dump. */
const LENGTH_LIMIT = 262_144
/** NUL and halves of surrogate pairs, as JSON writes them: what `jsonb` refuses. */
const UNFIT = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i

/** JSON that the database takes, whatever is in it. */
export function jsonOf(value: object): string {
  const json = JSON.stringify(value)
  if (json.length > LENGTH_LIMIT) return TOO_LONG
  return UNFIT.test(json) ? JSON.stringify(storable(value)) : json
}

const TOO_LONG = JSON.stringify({ marks: ['its details were too long to be kept'] })

function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD').toWellFormed()
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [storable(key), storable(item)]),
  )
}
