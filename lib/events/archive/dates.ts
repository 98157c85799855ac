import { dateOf, dayNameOf } from '#lib/events/archive/names.ts'

const DAY_MS = 86_400_000
const MOST_HOURS = 12

/** A day as BlueOx's tools take it, `YYYYMMDD` or `YYYYMMDD HH:MM`, in UTC; null for anything else. */
export function readDay(text: string): Date | null {
  const [, day = '', hour = '00', minute = '00'] = /^(\d{8})(?: (\d\d):(\d\d))?$/.exec(text) ?? []
  const date = dateOf(day)
  if (!date || Number(hour) > 23 || Number(minute) > 59) return null
  return new Date(date.getTime() + (Number(hour) * 60 + Number(minute)) * 60_000)
}

/** The days from one moment to another, both counted: YYYYMMDD in UTC. */
export function* daysBetween(from: Date, to: Date): Generator<string, void> {
  const last = dayNameOf(to)
  for (let at = from.getTime(); ; at += DAY_MS) {
    const day = dayNameOf(new Date(at))
    if (day > last) return
    yield day
  }
}

/** A file can have this many hours of a day. */
export const isRotation = (hours: number): boolean =>
  Number.isInteger(hours) && hours >= 1 && hours <= MOST_HOURS

/** The first hour of the file that an hour of a day goes into; null where files are of whole days. */
export const fileHourOf = (hour: number, hours: number | null): number | null =>
  hours === null ? null : hour - (hour % hours)

/** Whether a folder of a day is older than the days that are kept; what is no such folder never is. */
export const isOutdated = (folder: string, days: number, now: Date): boolean =>
  dateOf(folder) !== null && folder < dayNameOf(new Date(now.getTime() - days * DAY_MS))
