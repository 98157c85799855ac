import { isFiretower } from '#lib/intake/errors/firetower.ts'
import { isFields, jsonOf } from '#lib/intake/untrusted.ts'

/** The list that Firetower's clients and server agree on. */
export const FIRETOWER_LIST = 'incoming'

/**
 * What Firetower's client pushes on the left of the list for a text: an event in JSON as it is, anything else
 * as the `sig` of one.
 */
export function pushed(text: string): string {
  const fields = jsonOf(text)
  return isFields(fields) && isFiretower(fields) ? text : JSON.stringify({ sig: text })
}
