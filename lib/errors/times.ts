import { DateTime } from 'luxon'
import { z } from 'zod'

const UNITS: Record<string, number> = {
  ...{ s: 1, sec: 1, second: 1, min: 60, minute: 60, h: 3_600, hour: 3_600 },
  ...{ d: 86_400, day: 86_400, w: 604_800, week: 604_800 },
  ...{ mon: 2_592_000, month: 2_592_000, y: 31_536_000, year: 31_536_000 },
}
const AGO = /^-\s*(\d{1,9})\s*([a-z]+?)s?$/i
const EPOCH = /^\d{9,14}(\.\d+)?$/
/** More digits than this are milliseconds. */
const SECONDS_DIGITS = 11
const WORDS = /[a-z]+/gi
const DATE_WORD =
  /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]*$|^(utc|gmt|z|t|am|pm)$/i
const ZONE = /(z|utc|gmt|[+-]\d{2}:?\d{2})\s*$/i
/** What PostgreSQL's and JavaScript's dates both have. */
const EARLIEST_MS = Date.UTC(1970, 0, 1)
const LATEST_MS = Date.UTC(9999, 0, 1)

/**
 * A moment out of what people and scripts write: `now`, a time back from it (`-10min`, `-2h`, `-7d`), Unix seconds or
 * milliseconds, ISO 8601, RFC 2822 or another plain date; without a zone it is UTC. Null when it is none of these.
 */
export function momentOf(text: string, now: Date = new Date()): Date | null {
  const trimmed = text.trim()
  const ms =
    trimmed === 'now' ? now.getTime() : (agoOf(trimmed, now) ?? epochOf(trimmed) ?? dateOf(trimmed))
  return ms === null || !(ms >= EARLIEST_MS && ms < LATEST_MS) ? null : new Date(ms)
}

function agoOf(text: string, now: Date): number | null {
  const [, count, unit = ''] = AGO.exec(text) ?? []
  const name = unit.toLowerCase()
  const seconds = Object.hasOwn(UNITS, name) ? UNITS[name] : undefined
  return count && seconds ? now.getTime() - Number(count) * seconds * 1_000 : null
}

function epochOf(text: string): number | null {
  if (!EPOCH.test(text)) return null
  const digits = text.split('.')[0]?.length ?? 0
  return Math.round(Number(text) * (digits <= SECONDS_DIGITS ? 1_000 : 1))
}

function dateOf(text: string): number | null {
  for (const read of [DateTime.fromISO, DateTime.fromSQL, DateTime.fromRFC2822]) {
    const date = read(text, { zone: 'utc' })
    if (date.isValid) return date.toMillis()
  }
  // The engine's own parser takes any word before a number for a date.
  const words = text.match(WORDS) ?? []
  if (!/\d/.test(text) || !words.every(word => DATE_WORD.test(word))) return null
  const ms = Date.parse(ZONE.test(text) ? text : `${text} UTC`)
  return Number.isNaN(ms) ? null : ms
}

export const TIME_FORMS = 'a date, Unix milliseconds, or a time back from now such as -10min'

/** A moment in a query or a script's argument: text in any of the forms above, or a number. */
export const moment = z.union([z.string().max(100), z.number()]).transform((value, context) => {
  const date = momentOf(String(value))
  if (!date) context.addIssue(`must be ${TIME_FORMS}`)
  return date ?? z.NEVER
})
