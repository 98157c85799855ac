import { type DayFile, dateOf, dayNameOf } from '#lib/events/archive/names.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/**
 * Those files into which a collector writes no more: of each type all but the newest, and the newest too when its day has been over for an
 * hour.
 */
export function notInUse<F extends DayFile>(files: readonly F[], now: Date): F[] {
  const newest = new Map<string, F>()
  for (const file of files) {
    const other = newest.get(file.type)
    if (!other || beginOf(file) > beginOf(other)) newest.set(file.type, file)
  }
  return files
    .filter(file => newest.get(file.type) !== file || isOver(file, now))
    .sort((a, b) => beginOf(a) - beginOf(b))
}

const beginOf = ({ day, hour }: DayFile): number =>
  (dateOf(day)?.getTime() ?? 0) + (hour ?? 0) * HOUR_MS

const isOver = ({ day }: DayFile, now: Date): boolean =>
  day < dayNameOf(now) && now.getTime() >= (dateOf(day)?.getTime() ?? 0) + DAY_MS + HOUR_MS
