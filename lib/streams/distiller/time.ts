import { UserError } from '#lib/failures.ts'
import type { Fields } from '#lib/intake/untrusted.ts'
import type { Micros } from '#lib/streams/event.ts'
import { microsOf } from '#lib/streams/timex/iso.ts'

const PROBLEM = 'must be a time like 2026-01-31T12:00:00Z'

/** When what a notification tells of was: its `timestamp`, else that of its context, else now. Throws a UserError when it is no time. */
export function timeOf(body: Fields, now: Micros): Micros {
  for (const field of ['timestamp', '_context_timestamp']) {
    const given = body[field]
    if (given === undefined || given === null || given === '') continue
    const micros = typeof given === 'string' ? microsOf(given.trim()) : null
    if (micros !== null) return micros
    throw new UserError(`${field} ${PROBLEM}`, { fields: { [field]: PROBLEM } })
  }
  return now
}
