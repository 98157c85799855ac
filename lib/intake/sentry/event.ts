import { ERROR_LEVEL, type ErrorEvent } from '#lib/errors/event.ts'
import { UserError } from '#lib/failures.ts'
import { levelNamed } from '#lib/intake/levels.ts'
import { detailsOf } from '#lib/intake/sentry/details.ts'
import { exceptionsOf, valuesOf } from '#lib/intake/sentry/exceptions.ts'
import { timeOf } from '#lib/intake/sentry/time.ts'
import {
  defined,
  type Fields,
  fieldsOf,
  firstText,
  isFields,
  jsonOf,
  listOf,
  textOf,
  traceIdOf,
} from '#lib/intake/untrusted.ts'

const NAME_LIMIT = 200
const FINGERPRINT_LIMIT = 20

/**
 * Reads the payload of an item `event`, or of the `store` endpoint
 * (develop.sentry.dev/sdk/data-model/event-payloads). Throws a UserError when it is no JSON object.
 */
export function readEvent(payload: Buffer, now: number): ErrorEvent {
  const event = parsed(payload)
  const exceptions = exceptionsOf(event)
  const trace = fieldsOf(fieldsOf(event.contexts).trace)
  const release = textOf(event.release, NAME_LIMIT)

  return defined({
    at: timeOf(event.timestamp) ?? now,
    message: messageOf(event, exceptions),
    level: levelNamed(event.level) ?? ERROR_LEVEL,
    host: textOf(event.server_name, NAME_LIMIT),
    program: programOf(release, event),
    release: release || undefined,
    environment: textOf(event.environment, NAME_LIMIT) || undefined,
    traceId: traceIdOf(trace.trace_id),
    uid: eventIdOf(event.event_id),
    fingerprint: fingerprintOf(event.fingerprint),
    exceptions: exceptions.length > 0 ? exceptions : undefined,
    details: detailsOf(event),
  })
}

/** 32 hexadecimal digits, also as a UUID; undefined for anything else. */
export const eventIdOf = traceIdOf

function parsed(payload: Buffer): Fields {
  const event = jsonOf(payload.toString())
  if (!isFields(event)) throw new UserError('The event is no JSON object.')
  return event
}

function messageOf(event: Fields, exceptions: readonly { type: string; message: string }[]) {
  const { message, logentry, transaction, exception } = event
  const entries = [logentry, message].filter(isFields)
  const said = firstText([...entries.flatMap(entry => [entry.formatted, entry.message]), message])
  const thrown = exceptions[0]
  const untyped = fieldsOf(valuesOf(exception).at(-1)).value
  return (
    said ||
    (thrown && [thrown.type, thrown.message].filter(Boolean).join(': ')) ||
    firstText([untyped, transaction]) ||
    '(no message)'
  )
}

/** A release is named `package@version` by convention; the package is the program. */
function programOf(release: string, { logger }: Fields): string {
  const at = release.lastIndexOf('@')
  return at > 0 ? release.slice(0, at) : textOf(logger, NAME_LIMIT)
}

const DEFAULT_GROUPING = '{{ default }}'

/** The default grouping on its own is the same as no fingerprint. */
function fingerprintOf(value: unknown): string[] | undefined {
  const parts = listOf(value, FINGERPRINT_LIMIT)
    .map(part => textOf(part, NAME_LIMIT))
    .filter(Boolean)
    .map(part => (/^\{\{\s*default\s*\}\}$/.test(part) ? DEFAULT_GROUPING : part))
  return parts.some(part => part !== DEFAULT_GROUPING) ? parts : undefined
}
