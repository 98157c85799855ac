import { DateTime } from 'luxon'

/** Both ends in unix seconds. */
export interface Span {
  from: number
  to: number
}

const DATE = /^\d{4}-\d\d-\d\d$/
const DAYS_WITHOUT_DATES = 30

/**
 * The days from one to another, both whole, in a time zone; the last 30 days without dates.
 * Null when one is no date (YYYY-MM-DD) or unix seconds, or they are the wrong way round.
 */
export function spanOf(
  from: string | undefined,
  to: string | undefined,
  zone: string,
  now: number,
): Span | null {
  const last = to === undefined ? now : secondsOf(to, zone, 'end')
  const first =
    from === undefined ? now - DAYS_WITHOUT_DATES * 86_400 : secondsOf(from, zone, 'start')
  return first === null || last === null || first > last ? null : { from: first, to: last }
}

function secondsOf(text: string, zone: string, edge: 'start' | 'end'): number | null {
  if (/^\d{1,12}$/.test(text)) return Number(text)
  if (!DATE.test(text)) return null
  const day = DateTime.fromISO(text, { zone })
  if (!day.isValid) return null
  return Math.floor((edge === 'start' ? day.startOf('day') : day.endOf('day')).toSeconds())
}
