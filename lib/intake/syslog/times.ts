const MINUTE_MS = 60_000
const AHEAD_MS = 7 * 24 * 60 * MINUTE_MS

/** Messages come in the order of time: nearly all are of the same day and minute as the one before. */
const lastDay = { key: -1, at: 0 }
const lastMinute = { key: -1, at: 0 }

/** Midnight UTC in milliseconds; NaN when there is no such day. */
export function midnight(year: number, month: number, day: number): number {
  const key = (year * 16 + month) * 32 + day
  if (key === lastDay.key) return lastDay.at
  const at = Date.UTC(year, month - 1, day)
  const date = new Date(at)
  const exists =
    day < 32 && month < 13 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1
  if (!exists || date.getUTCDate() !== day) return Number.NaN
  lastDay.key = key
  lastDay.at = at
  return at
}

/** A minute of a day in the time zone of this process, in milliseconds; NaN when there is no such day. */
export function localMinute(year: number, month: number, day: number, minute: number): number {
  const key = ((year * 16 + month) * 32 + day) * 2048 + minute
  if (key === lastMinute.key) return lastMinute.at
  if (Number.isNaN(midnight(year, month, day))) return Number.NaN
  const at = new Date(year, month - 1, day, 0, minute).getTime()
  lastMinute.key = key
  lastMinute.at = at
  return at
}

/**
 * The same for a date without a year: the last one that is not further ahead than clocks are wrong, so that what was
 * sent on the last day of December and comes on the first of January is of the old year.
 */
export function latestMinute(month: number, day: number, minute: number, nowMs: number): number {
  const year = new Date(nowMs).getFullYear()
  // The 29th of February may be eight years back.
  for (let back = -1; back <= 8; back++) {
    const at = localMinute(year - back, month, day, minute)
    if (at <= nowMs + AHEAD_MS) return at
  }
  return Number.NaN
}

export const minutes = (hour: number, minute: number): number => hour * 60 + minute
export const inMs = (minute: number): number => minute * MINUTE_MS
