import { DateTime } from 'luxon'
import { ERROR_LEVEL, type ErrorEvent } from '#lib/errors/event.ts'
import { levelNamed, syslogLevel } from '#lib/intake/levels.ts'
import { defined, type Fields, plainFields, textOf, traceIdOf } from '#lib/intake/untrusted.ts'

const NAME_LIMIT = 200

/** What makes it one of Firetower's: `sig`, the only key that it always has. */
export const isFiretower = (fields: Fields): boolean =>
  typeof fields.sig === 'string' && fields.sig !== ''

/**
 * Reads an event as Firetower's clients make it. Only `sig` has to be there; the others are hostname, programname,
 * syslogtag, logfacility, severity, date, msg, filename, and whatever else a client adds.
 */
export function readFiretower(fields: Fields, now: number): ErrorEvent {
  const { sig, hostname, programname, syslogtag, logfacility, severity, date, uid, ...others } =
    fields
  const { traceId, trace_id, msg, ...extra } = others
  const message = textOf(sig)
  const { program, processId } = tagOf(textOf(syslogtag, NAME_LIMIT))
  return defined({
    at: timeOf(date) ?? now,
    message,
    level: syslogLevel(severity) ?? levelNamed(severity) ?? ERROR_LEVEL,
    host: textOf(hostname, NAME_LIMIT),
    program: textOf(programname, NAME_LIMIT) || program,
    traceId: traceIdOf(traceId ?? trace_id),
    uid: textOf(uid) || undefined,
    details: defined({
      facility: textOf(logfacility, NAME_LIMIT) || undefined,
      processId,
      extra: plainFields(defined({ ...extra, msg: msg === sig ? undefined : msg })),
    }),
  })
}

/** syslog's tag: `cron[123]:` */
function tagOf(tag: string): { program: string; processId: string | undefined } {
  const [, program = '', processId] = /^([^[\]:]*)(?:\[(\d+)\])?:?$/.exec(tag) ?? []
  return { program, processId }
}

/** Clients write a date as they please; one without a zone is in UTC. */
function timeOf(date: unknown): number | undefined {
  if (typeof date === 'number') return Number.isFinite(date) ? Math.round(date * 1000) : undefined
  const text = textOf(date, 100).trim()
  const zone = { zone: 'utc' }
  const read = [
    DateTime.fromISO(text, zone),
    DateTime.fromSQL(text, zone),
    DateTime.fromRFC2822(text, zone),
  ].find(time => time.isValid)
  return read?.toMillis()
}
