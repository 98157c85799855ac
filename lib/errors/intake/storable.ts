import { createHash } from 'node:crypto'
import type { Details, ErrorEvent } from '#lib/errors/event.ts'

/** Counted at its own time is what is no older than any count is kept, and no more ahead than clocks are. */
const PAST_MS = 730 * 86_400_000
const FUTURE_MS = 60_000
/** More of a message neither helps a reader nor a classifier. */
const MESSAGE_LIMIT = 16_384
/** RFC 1035, section 2.3.4, for hosts; others have less to say. */
const NAME_LIMIT = 255
const UID_LIMIT = 200
const DEBUG_LEVEL = 7

/**
 * The event as it can be counted and stored: texts of bounded length without NUL and halves of surrogate pairs, a
 * level that exists, a time that can be true; a wrong one becomes `now` and is marked. Nearly always the same object.
 */
export function asStorable(event: ErrorEvent, now: number): ErrorEvent {
  if (isFit(event, now)) return event

  const at = isCredible(event.at, now) ? event.at : now
  return {
    ...event,
    at,
    message: fitText(event.message, MESSAGE_LIMIT),
    level: Math.min(Math.max(Math.trunc(event.level) || 0, 0), DEBUG_LEVEL),
    host: fitText(event.host, NAME_LIMIT),
    program: fitText(event.program, NAME_LIMIT),
    ...(event.release !== undefined && { release: fitText(event.release, NAME_LIMIT) }),
    ...(event.environment !== undefined && { environment: fitText(event.environment, NAME_LIMIT) }),
    ...(event.traceId !== undefined && { traceId: fitText(event.traceId, NAME_LIMIT) }),
    ...(event.uid !== undefined && { uid: fitUid(event.uid) }),
    ...(at !== event.at && { details: marked(event.details, event.at) }),
  }
}

const isFit = (event: ErrorEvent, now: number) =>
  isCredible(event.at, now) &&
  isFitText(event.message, MESSAGE_LIMIT) &&
  Number.isInteger(event.level) &&
  event.level >= 0 &&
  event.level <= DEBUG_LEVEL &&
  isFitText(event.host, NAME_LIMIT) &&
  isFitText(event.program, NAME_LIMIT) &&
  isFitText(event.release, NAME_LIMIT) &&
  isFitText(event.environment, NAME_LIMIT) &&
  isFitText(event.traceId, NAME_LIMIT) &&
  isFitText(event.uid, UID_LIMIT)

const isCredible = (at: number, now: number) => at >= now - PAST_MS && at <= now + FUTURE_MS

const isFitText = (text: string | undefined, limit: number) =>
  text === undefined || (text.length <= limit && !text.includes('\0') && text.isWellFormed())

function fitText(text: string, limit: number): string {
  const whole = text.length > limit ? `${text.slice(0, limit - 1)}…` : text
  return whole.replaceAll('\0', '\uFFFD').toWellFormed()
}

/** Cut, two long ones could become the same. */
const fitUid = (uid: string) =>
  isFitText(uid, UID_LIMIT) ? uid : createHash('sha256').update(uid).digest('hex')

function marked(details: Details | undefined, at: number): Details {
  const said = Number.isNaN(new Date(at).getTime()) ? String(at) : new Date(at).toISOString()
  const mark = `its time, ${said}, cannot be true; the time of its arrival is counted`
  return { ...details, marks: [...(details?.marks ?? []), mark] }
}
