import { ERROR_LEVEL, type ErrorEvent } from '#lib/errors/event.ts'
import { isFiretower, readFiretower } from '#lib/intake/errors/firetower.ts'
import { isFields, jsonOf, storable } from '#lib/intake/untrusted.ts'

const MARK = 'not an event of Firetower; kept as text'

/** Reads an element of a list. What is no event of Firetower's is kept as text, with a mark. */
export function readElement(text: string, now: number): ErrorEvent {
  const fields = jsonOf(text)
  if (isFields(fields) && isFiretower(fields)) return readFiretower(fields, now)
  return {
    at: now,
    message: storable(text) || '(empty)',
    level: ERROR_LEVEL,
    host: '',
    program: '',
    details: { marks: [MARK] },
  }
}
