import {
  daysBetween,
  fileHourOf,
  isOutdated,
  isRotation,
  readDay,
} from '#lib/events/archive/dates.ts'
import { notInUse } from '#lib/events/archive/in-use.ts'
import { type DayFile, pathOf, readName } from '#lib/events/archive/names.ts'
import type { Adapter } from '#tests/golden/adapter.ts'

const DAY = '20150521'

interface Given {
  date?: string
  dt?: string
  host?: string
  bzip?: boolean
}

const utc = (time: unknown) => new Date(`${time}Z`)
const told = (at: Date | undefined | null) => at?.toISOString().slice(0, 19) ?? null
const dashed = (day: string) => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`

function fileOf(type: string, { date, dt, host = '', bzip }: Given): DayFile {
  const time = dt ?? String(date)
  return {
    ...{ type, day: time.slice(0, 10).replaceAll('-', '') },
    hour: dt === undefined ? null : Number(dt.slice(11, 13)),
    host: host === '' ? null : host,
    packing: bzip ? 'bz2' : null,
  }
}

function partsOf(file: DayFile | null) {
  if (!file) return null
  const { type, day, hour, host, packing } = file
  const begin = hour === null ? null : `${dashed(day)}T${String(hour).padStart(2, '0')}:00:00`
  return { type, date: dashed(day), datetime: begin, host, zipped: packing !== null }
}

/** Names of files, and which of them are for what. */
export const files: Adapter['groups'] = {
  log_path: ({ type, file, expected }) => ({
    expected,
    got: pathOf(fileOf(String(type), file as Given)),
  }),

  log_parse: ({ name, expected }) => ({ expected, got: partsOf(readName(String(name))) }),

  log_select({ what, files: names, zipped_only, now, expected }) {
    const given = (names as string[]).flatMap(name => {
      const file = readName(name)
      return file ? [{ ...file, name }] : []
    })
    const isForZipping = String(what).startsWith('files that may be zipped')
    const got = notInUse(given, utc(now))
      .filter(({ packing }) => !(isForZipping && packing) && !(zipped_only && !packing))
      .map(({ name }) => name)
    return { expected, got }
  },

  date_arg: ({ value, expected }) => ({ expected, got: told(readDay(String(value))) }),

  date_range: ({ start, end, expected }) => ({
    expected,
    got: [...daysBetween(utc(start), utc(end))].map(dashed),
  }),

  prune: ({ folder, retain_days, now, expected_removed }) => ({
    expected: expected_removed,
    got: isOutdated(String(folder), Number(retain_days), utc(now)),
  }),

  rotate({ type, hour, rotate_hours, expected, expected_valid }) {
    const hours = rotate_hours === null ? null : Number(rotate_hours)
    if (expected_valid !== undefined)
      return { expected: expected_valid, got: isRotation(hours ?? 0) }
    const first = fileHourOf(Number(hour), hours)
    const file = { type: String(type), day: DAY, hour: first, host: null, packing: null }
    return { expected, got: pathOf(file) }
  },
}
