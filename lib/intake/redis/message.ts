import { isFields, jsonOf } from '#lib/intake/untrusted.ts'

/** What a client sends that knows but one action, and does not name it. */
const ONLY = 'incr'

/** The JSON of a message that came over Redis, with an action; undefined when it is none. */
export function readMessage(text: string): unknown {
  const fields = jsonOf(text)
  if (!isFields(fields) || fields.a || fields.action) return fields
  return { ...fields, a: ONLY }
}

/** Whether a message says only that there is something in its sender's set. */
export const isNotice = (message: unknown): boolean =>
  isFields(message) && (message.a ?? message.action) === 'notification'
