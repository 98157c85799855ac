const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WEEK = 7 * DAY

/** A span in its largest unit: `12 s`, `26 min`, `3 h`, `4 days`, `3 weeks`. */
export function span(ms: number): string {
  const size = Math.max(0, ms)
  if (size < MINUTE) return `${Math.floor(size / SECOND)} s`
  if (size < HOUR) return `${Math.floor(size / MINUTE)} min`
  if (size < DAY) return `${Math.floor(size / HOUR)} h`
  if (size < 2 * WEEK) return count(Math.floor(size / DAY), 'day')
  if (size < 60 * DAY) return count(Math.floor(size / WEEK), 'week')
  return count(Math.floor(size / (30 * DAY)), 'month')
}

/** A span in its two largest units: `2 h 7 min`, `9 min`, `3 days 4 h`. */
export function longSpan(ms: number): string {
  if (ms < HOUR || ms >= 2 * WEEK) return span(ms)
  const unit = ms < DAY ? HOUR : DAY
  const rest = ms % unit
  const smallest = ms < DAY ? MINUTE : HOUR
  return rest < smallest ? span(ms - rest) : `${span(ms - rest)} ${span(rest)}`
}

/** `12 s ago`, `in 48 s`, `now`. */
export function relative(at: number, now: number): string {
  const distance = now - at
  if (Math.abs(distance) < SECOND) return 'now'
  return distance > 0 ? `${span(distance)} ago` : `in ${span(-distance + SECOND / 2)}`
}

/** How long something took: `84 ms`, `1.2 s`, `2 min 5 s`. */
export function took(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(ms < 10 * SECOND ? 1 : 0)} s`
  const seconds = Math.round((ms % MINUTE) / SECOND)
  return `${Math.floor(ms / MINUTE)} min${seconds > 0 ? ` ${seconds} s` : ''}`
}

/** `09:41:00` on the same day, `21 Nov 09:41:00` else, with the year when it is another one. */
export function clock(at: number, now: number, zone: string): string {
  const day = formatter(zone, { day: 'numeric', month: 'short' })
  const year = formatter(zone, { year: 'numeric' })
  const time = formatter(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at)
  if (year.format(at) !== year.format(now)) return `${day.format(at)} ${year.format(at)} ${time}`
  return day.format(at) === day.format(now) ? time : `${day.format(at)} ${time}`
}

/** The exact time for a hover: `Fri 21 Nov 2025, 09:41:00 GMT+1`. */
export function exact(at: number, zone: string): string {
  const parts = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
  return formatter(zone, { ...parts, ...time, timeZoneName: 'short' }).format(at)
}

const count = (n: number, unit: string) => `${n} ${unit}${n === 1 ? '' : 's'}`

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Formatters are slow to make. */
function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = zone + JSON.stringify(options)
  const known = formatters.get(name)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone })
  formatters.set(name, made)
  return made
}
