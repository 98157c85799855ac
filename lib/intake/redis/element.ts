import { ERROR_LEVEL, type ErrorEvent } from '#lib/errors/event.ts'
import { isFiretower, readFiretower } from '#lib/intake/errors/firetower.ts'
import { plainError } from '#lib/intake/errors/plain.ts'
import { isFields, jsonOf, storable } from '#lib/intake/untrusted.ts'

const MARK = 'neither an event of Firetower nor a plain error; kept as text'

/** Reads an element of a list: Firetower's form or the plain one. Anything else is kept as text, with a mark. */
export function readElement(text: string, now: number): ErrorEvent {
  const fields = jsonOf(text)
  if (isFields(fields) && isFiretower(fields)) return readFiretower(fields, now)
  const plain = plainError.safeParse(fields)
  if (plain.success) return plain.data
  return {
    at: now,
    message: storable(text) || '(empty)',
    level: ERROR_LEVEL,
    host: '',
    program: '',
    details: { marks: [MARK] },
  }
}
