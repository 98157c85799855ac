import { IANAZone } from 'luxon'
import { type CronFieldError, createTask, parse, validateDetailed } from 'node-cron'

const LENGTH_LIMIT = 200
/** As far as node-cron looks ahead: 29 February on a given weekday may be 40 years away. */
const HORIZON_DAYS = 100 * 366
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** Local days reach from UTC-12 to UTC+14. */
const FARTHEST_OFFSET_MS = 14 * 3_600_000
const NICKNAMES = '@hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually'

const FIELDS: Record<string, string> = {
  second: 'seconds (0–59)',
  minute: 'minutes (0–59)',
  hour: 'hours (0–23)',
  dayOfMonth: 'days of the month (1–31, L, W)',
  month: 'months (1–12, jan–dec)',
  dayOfWeek: 'days of the week (0–7, sun–sat, #, L)',
}

/** What is wrong with a cron expression, or null. */
export function scheduleProblem(text: string, now: Date = new Date()): string | null {
  if (!text.trim()) return 'is missing'
  if (text.length > LENGTH_LIMIT) return `is longer than ${LENGTH_LIMIT} characters`
  // node-cron writes ranges out before it checks their ends: 0-999999999 would take all memory.
  if (/\d{3}/.test(text)) return 'has a number of more than two digits'

  const { valid, errors } = validateDetailed(text)
  if (!valid) return errors.map(fieldProblem).join('; ')
  if (nextTimes(text, 'UTC', now, 1).length === 0) return 'names a day that never comes'
  return null
}

function fieldProblem({ field, value, message }: CronFieldError): string {
  if (value?.trim().startsWith('@')) return `${value} is not one of ${NICKNAMES}`
  if (message.includes('impossible')) return `${value} is no day of the given months`
  if (message.includes('illegal')) return 'has characters that no cron expression has'
  const known = FIELDS[field]
  return known
    ? `“${value}” is not valid for ${known}`
    : message.replace('expected 5 or 6 fields but got', 'needs 5 fields (or 6, with seconds), has')
}

/** What is wrong with an IANA time zone name, or null. */
export function timezoneProblem(zone: string): string | null {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return null
  } catch {
    return `is not a time zone: ${zone}`
  }
}

/** The planned times after a moment, the soonest first; fewer than `count` if there are no more. */
export function nextTimes(expression: string, zone: string, after: Date, count: number): Date[] {
  const times: Date[] = []
  for (const time of timesAfter(planOf(expression, zone), after.getTime())) {
    times.push(new Date(time))
    if (times.length >= count) break
  }
  return times
}

/** Planned times in a stretch. `beforeLast` is null when there is only one. */
export interface Due {
  count: number
  first: Date
  beforeLast: Date | null
  last: Date
}

/** The planned times after `from` up to and including `to`, counted without being listed; null when there is none. */
export function dueBetween(expression: string, zone: string, from: Date, to: Date): Due | null {
  const plan = planOf(expression, zone)
  let count = 0
  let first: number | undefined
  let beforeLast: number | undefined
  let last: number | undefined
  for (const time of timesAfter(plan, from.getTime(), to.getTime())) {
    count++
    first ??= time
    beforeLast = last
    last = time
  }
  if (first === undefined || last === undefined) return null
  return {
    count,
    first: new Date(first),
    beforeLast: beforeLast === undefined ? null : new Date(beforeLast),
    last: new Date(last),
  }
}

/**
 * The zone in which a schedule is best kept. One that names neither hours nor days means the same everywhere
 * where clocks differ by whole hours; kept in UTC it has no hole when the clocks go back and an hour comes twice.
 */
export function keptIn(expression: string, zone: string, now: Date = new Date()): string {
  const { hour, dayOfMonth, month, dayOfWeek } = parse(expression)
  const namesNone = [hour, dayOfMonth, month, dayOfWeek].every(
    (field, i) => new Set<number | string>(field).size === [24, 31, 12, 7][i],
  )
  return namesNone && differsByWholeHours(zone, now.getUTCFullYear()) ? 'UTC' : zone
}

const differsByWholeHours = (zone: string, year: number) =>
  [0, 6].every(month => IANAZone.create(zone).offset(Date.UTC(year, month, 1)) % 60 === 0)

interface Plan {
  seconds: number[]
  minutes: number[]
  hours: number[]
  months: Set<number>
  zone: IANAZone
  /** node-cron's own rule for days (L, W, #), asked for a day of the calendar */
  isDay(utcMidnight: number): boolean
}

/** Lists ask for the next time of every monitor, again and again; most share a few schedules. */
const plans = new Map<string, Plan>()
const PLANS_KEPT = 2_000

function planOf(expression: string, zone: string): Plan {
  const key = `${expression} ${zone}`
  let plan = plans.get(key)
  if (!plan) {
    if (plans.size >= PLANS_KEPT) plans.clear()
    plan = makePlan(expression, zone)
    plans.set(key, plan)
  }
  return plan
}

function makePlan(expression: string, zone: string): Plan {
  const fields = parse(expression)
  const { dayOfMonth, month, dayOfWeek } = fields
  const days = createTask(`* * * ${dayOfMonth} ${month} ${dayOfWeek}`, () => {}, {
    timezone: 'UTC',
  })
  // Only its match() is needed; node-cron's registry would keep it for ever.
  days.destroy()
  return {
    seconds: ascending(fields.second),
    minutes: ascending(fields.minute),
    hours: ascending(fields.hour),
    months: new Set(month),
    zone: IANAZone.create(keptIn(expression, zone)),
    isDay: utcMidnight => days.match(new Date(utcMidnight)),
  }
}

const ascending = (numbers: number[]) => [...new Set(numbers)].sort((a, b) => a - b)

function* timesAfter(plan: Plan, after: number, until = Number.POSITIVE_INFINITY) {
  const start = Math.floor((after - FARTHEST_OFFSET_MS) / DAY_MS) * DAY_MS
  const end = Math.min(until + FARTHEST_OFFSET_MS, start + HORIZON_DAYS * DAY_MS)
  for (let day = start; day <= end; day += DAY_MS) {
    if (!plan.months.has(new Date(day).getUTCMonth() + 1) || !plan.isDay(day)) continue
    for (const minute of minutesOn(day, plan))
      for (const second of plan.seconds) {
        const time = minute + second * 1000
        if (time > until) return
        if (time > after) yield time
      }
  }
}

/** The instants of a local day's planned minutes. */
function* minutesOn(day: number, { hours, minutes, zone }: Plan) {
  const offset = zone.offset(day - FARTHEST_OFFSET_MS)
  const changes = zone.offset(day + DAY_MS + FARTHEST_OFFSET_MS) !== offset
  for (const hour of hours)
    for (const minute of minutes) {
      const local = day + (hour * 60 + minute) * MINUTE_MS
      const time = changes ? instantOf(local, zone) : local - offset * MINUTE_MS
      if (time !== null) yield time
    }
}

/**
 * The instant of a local time (given as if it were UTC) on a day when the clocks change, as node-cron has it:
 * null for a time that is left out, one of the two for a time that comes twice.
 */
function instantOf(local: number, zone: IANAZone): number | null {
  const guess = local - zone.offset(local) * MINUTE_MS
  if (zone.offset(guess) * MINUTE_MS === local - guess) return guess
  const corrected = local - zone.offset(guess) * MINUTE_MS
  return zone.offset(corrected) * MINUTE_MS === local - corrected ? corrected : null
}
