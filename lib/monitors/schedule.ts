import { type CronFieldError, validateDetailed } from 'node-cron'
import { timesAfter } from '#lib/monitors/planned-times.ts'

const LENGTH_LIMIT = 200
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

/** The planned times after a moment, the soonest first; fewer than `count` if there are no more. */
export function nextTimes(expression: string, zone: string, after: Date, count: number): Date[] {
  const times: Date[] = []
  for (const time of timesAfter(expression, zone, after.getTime())) {
    times.push(new Date(time))
    if (times.length >= count) break
  }
  return times
}

const LOOK_BACK_MS = [60_000, 3_600_000, 86_400_000, 32 * 86_400_000, 4 * 366 * 86_400_000]

/** The planned time before a moment; null when there was none for four years. */
export function timeBefore(expression: string, zone: string, moment: Date): Date | null {
  const to = new Date(moment.getTime() - 1)
  for (const ms of LOOK_BACK_MS) {
    const due = dueBetween(expression, zone, new Date(to.getTime() - ms), to)
    if (due) return due.last
  }
  return null
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
  let count = 0
  let first: number | undefined
  let beforeLast: number | undefined
  let last: number | undefined
  for (const time of timesAfter(expression, zone, from.getTime(), to.getTime())) {
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
