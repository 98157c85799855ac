import { toldBy } from '#bin/follow/formats/fields.ts'
import type { Format } from '#bin/follow/formats/told.ts'
import { isFields, jsonOf } from '#lib/intake/untrusted.ts'

/** A line is a JSON object, as pino, bunyan, winston and most others write it. */
export const json: Format = line => {
  const value = jsonOf(line)
  return isFields(value) ? toldBy(value) : null
}
