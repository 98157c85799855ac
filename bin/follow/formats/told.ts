import type { Fields } from '#lib/intake/untrusted.ts'

/** What one line of a log tells. */
export interface Told {
  fields: Fields
  /** when, as the line puts it: unix seconds, milliseconds or ISO 8601 */
  at?: string | number | undefined
  /** seconds */
  tookSeconds?: number | undefined
  message?: string | undefined
  /** how bad, in the words of syslog */
  level?: string | undefined
  traceId?: string | undefined
}

/** Null for a line of another form. */
export type Format = (line: string) => Told | null
