import { IANAZone } from 'luxon'
import { createTask, parse } from 'node-cron'

/** As far as node-cron looks ahead: 29 February on a given weekday may be 40 years away. */
const HORIZON_DAYS = 100 * 366
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** Local days reach from UTC-12 to UTC+14. */
const FARTHEST_OFFSET_MS = 14 * 3_600_000

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

/** The planned times after a moment, in milliseconds, the soonest first, up to and including `until`. */
export function* timesAfter(
  expression: string,
  zone: string,
  after: number,
  until = Number.POSITIVE_INFINITY,
): Generator<number> {
  const plan = planOf(expression, zone)
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
