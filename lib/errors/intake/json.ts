import { storableJson } from '#lib/storable.ts'

/** One event's details, as JSON. More is no example, it is a dump. */
const LENGTH_LIMIT = 262_144

/** JSON that the database takes, whatever is in it. */
export function jsonOf(value: object): string {
  const json = storableJson(value)
  return json.length > LENGTH_LIMIT ? TOO_LONG : json
}

const TOO_LONG = JSON.stringify({ marks: ['its details were too long to be kept'] })
