import { momentOf } from '#lib/errors/times.ts'
import { readDay } from '#lib/events/archive/dates.ts'
import { UserError } from '#lib/failures.ts'

const DAY_MS = 86_400_000
const WHOLE_DAY = /^\d{4}-?\d\d-?\d\d$/
const FORMS = 'a time like 2026-01-31T12:00, -6h or 20260131, or "20260131 12:00"'

interface Given {
  from?: string | undefined
  to?: string | undefined
}

/**
 * From when to when, the end not included. Of a day that is given without an hour all hours are meant; `from` such a day alone, that
 * day. Throws a UserError.
 */
export function rangeOf(
  { from, to }: Given,
  { now, longestMs }: { now: Date; longestMs: number },
): { from: Date; to: Date } {
  const begin = from === undefined ? undefined : timeOf('--from', from, now)
  const isDay = from !== undefined && WHOLE_DAY.test(from)
  const end = to === undefined ? endOf(isDay ? begin : undefined, now) : lastOf(to, now)
  if (begin && begin > end) throw new UserError('--from must not be after --to.')
  return { from: begin ?? new Date(Math.max(0, end.getTime() - longestMs)), to: end }
}

const endOf = (day: Date | undefined, now: Date) => (day ? new Date(day.getTime() + DAY_MS) : now)

function lastOf(text: string, now: Date): Date {
  const at = timeOf('--to', text, now)
  return WHOLE_DAY.test(text) ? new Date(at.getTime() + DAY_MS) : at
}

function timeOf(option: string, text: string, now: Date): Date {
  const time = readDay(text) ?? momentOf(text, now)
  if (!time) throw new UserError(`${option} ${text} is to be ${FORMS}.`)
  return time
}
