import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { DateTime } from 'luxon'
import type { Written } from '#bin/follow/follow-logs.ts'
import { type FormatName, read } from '#bin/follow/formats/formats.ts'
import type { Told } from '#bin/follow/formats/told.ts'
import { fieldsOf, isFields, traceIdOf } from '#lib/intake/untrusted.ts'

export interface ItemOptions {
  as: 'errors' | 'events'
  format: FormatName
  host: string
  level?: string | undefined
  program?: string | undefined
  type?: string | undefined
}

/** A line and what stands about it, besides what it tells itself. */
interface Source {
  told: Told
  file: string
  /** by which one that is sent again is known */
  uid: string
  /** unix seconds: of the line, or of when it was read */
  at: number
}

/** What lines become in the form of `POST /errors` or `POST /events`. Of the same lines always the same. */
export function itemsIn({ path, position, lines, at }: Written, options: ItemOptions): object[] {
  const item = options.as === 'events' ? eventOf : errorOf
  return lines.map(({ text, offset }) => {
    const told = read(text, options.format)
    const place = [options.host, path, position.since, offset, text]
    const uid = createHash('sha256').update(JSON.stringify(place)).digest('base64url')
    return item({ told, file: path, uid, at: secondsOf(told.at) ?? at / 1000 }, options)
  })
}

function errorOf({ told, file, uid, at }: Source, { host, level, program }: ItemOptions): object {
  const { fields } = told
  return {
    message: told.message?.trim() ? told.message : JSON.stringify(fields),
    level: told.level ?? level,
    ...{ host, program: program ?? nameOf(file), uid, at },
    traceId: traceIdOf(told.traceId),
    exception: stackIn(fields),
    extra: { ...fields, file },
  }
}

function eventOf({ told, file, uid, at }: Source, { host, type, program }: ItemOptions): object {
  const { fields, tookSeconds = 0 } = told
  // One that says by itself what it is.
  if (typeof fields.type === 'string' && isFields(fields.body))
    return { host, uid, end: at, ...fields }
  return {
    type: type ?? program ?? nameOf(file),
    ...{ host, uid, start: at - tookSeconds, end: at },
    id: traceIdOf(told.traceId),
    body: { file, ...fields },
  }
}

const nameOf = (file: string) => basename(file).replace(/\.log$/, '')

function stackIn(fields: Record<string, unknown>): string | undefined {
  const { stack, exception, exc_info, err, error } = fields
  const stacks = [stack, fieldsOf(err).stack, fieldsOf(error).stack, exception, exc_info]
  return stacks.find(one => typeof one === 'string' && one !== '') as string | undefined
}

/** Unix seconds of a time as loggers write it: in seconds, milli-, micro- or nanoseconds, or ISO 8601, in UTC unless it says. */
function secondsOf(at: string | number | undefined): number | undefined {
  if (typeof at === 'string') {
    const [iso, sql] = [DateTime.fromISO, DateTime.fromSQL].map(from => from(at, { zone: 'utc' }))
    const time = iso?.isValid ? iso : sql
    return time?.isValid ? time.toSeconds() : undefined
  }
  if (at === undefined || !Number.isFinite(at) || at <= 0) return undefined
  return UNITS.find(([from]) => at >= from)?.[1](at)
}

/** From a size on a number can be no larger unit any more: it would be later than the year 5000. */
const UNITS = [
  [1e17, at => at / 1e9],
  [1e14, at => at / 1e6],
  [1e11, at => at / 1e3],
  [0, at => at],
] satisfies [number, (at: number) => number][]
