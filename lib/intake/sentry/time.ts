import { DateTime } from 'luxon'
import { textOf } from '#lib/intake/untrusted.ts'

/** Milliseconds of a Sentry timestamp: seconds since 1970, or a date, in UTC unless it has a zone. */
export function timeOf(timestamp: unknown): number | undefined {
  const ms =
    typeof timestamp === 'number'
      ? Math.round(timestamp * 1000)
      : DateTime.fromISO(textOf(timestamp, 50), { zone: 'utc' }).toMillis()
  return Number.isSafeInteger(ms) ? ms : undefined
}
