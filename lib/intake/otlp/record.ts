import { ERROR_LEVEL, type ErrorEvent, type Exception, LEVELS } from '#lib/errors/event.ts'
import { levelOf } from '#lib/intake/otlp/severity.ts'
import { millisecondsIn } from '#lib/intake/otlp/times.ts'
import { attributesOf, valueIn } from '#lib/intake/otlp/values.ts'
import { exceptionsOf } from '#lib/intake/stack.ts'
import {
  defined,
  type Fields,
  fieldsOf,
  firstText,
  isFields,
  plainFields,
  plainOf,
  storable,
  textOf,
  traceIdOf,
} from '#lib/intake/untrusted.ts'

const NAME_LIMIT = 200
const STACK_LIMIT = 64 * 1024

/** A `LogRecord` in the form of its JSON encoding, with what it comes from. */
export interface LogRecord {
  /** attributes of the resource */
  resource: Fields
  /** name of the instrumentation scope: mostly the logger's */
  scope: string
  record: Fields
}

/** Reads one log record (opentelemetry.proto.logs.v1). What it lacks gets a default: it is never refused. */
export function readRecord({ resource, scope, record }: LogRecord, now: number): ErrorEvent {
  const attributes = attributesOf(record.attributes)
  const body = valueIn(record.body)
  const exceptions = exceptionsIn(attributes)
  const name = (...keys: string[]) =>
    firstText(
      keys.map(key => attributes[key] ?? resource[key]),
      NAME_LIMIT,
    )

  return defined({
    at: millisecondsIn(record.timeUnixNano) ?? millisecondsIn(record.observedTimeUnixNano) ?? now,
    message: messageOf(body, exceptions) || firstText([record.eventName]) || '(no message)',
    level:
      levelOf(record.severityNumber, record.severityText) ??
      (exceptions ? ERROR_LEVEL : LEVELS.indexOf('info')),
    host: name('host.name', 'k8s.pod.name', 'service.instance.id'),
    program: name('service.name') || textOf(scope, NAME_LIMIT),
    release: name('service.version') || undefined,
    environment: name('deployment.environment.name', 'deployment.environment') || undefined,
    traceId: idOf(record.traceId),
    uid: textOf(attributes['log.record.uid']) || undefined,
    exceptions,
    details: defined({ extra: extraOf({ resource, scope, record }, attributes, body, exceptions) }),
  })
}

/** Hexadecimal digits (what the protocol says for JSON), or base64 (what JSON of Protocol Buffers has elsewhere). */
function idOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 36) return undefined
  return traceIdOf(value) ?? traceIdOf(Buffer.from(value, 'base64').toString('hex'))
}

/** Loggers with structured bodies put the text into one field of it. */
function messageOf(body: unknown, exceptions: Exception[] | undefined): string {
  const { message, msg } = fieldsOf(body)
  const said = firstText([body, message, msg])
  if (said) return said
  if (typeof body === 'object' && body !== null) return storable(JSON.stringify(plainOf(body)))
  const thrown = exceptions?.[0]
  return thrown ? [thrown.type, thrown.message].filter(Boolean).join(': ') : ''
}

/** opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs */
function exceptionsIn(attributes: Fields): Exception[] | undefined {
  const type = textOf(attributes['exception.type'], NAME_LIMIT)
  const message = textOf(attributes['exception.message'])
  const stack = textOf(attributes['exception.stacktrace'], STACK_LIMIT)
  if (!type && !message && !stack) return undefined

  const [thrown, ...causes] = exceptionsOf(stack)
  const outermost = {
    type: type || thrown?.type || 'Error',
    message: message || thrown?.message || '',
    frames: thrown?.frames ?? [],
  }
  return [outermost, ...causes]
}

const READ = new Set(['exception.type', 'exception.message', 'log.record.uid'])

function extraOf(
  { resource, scope, record }: LogRecord,
  attributes: Fields,
  body: unknown,
  exceptions: Exception[] | undefined,
) {
  const others = Object.entries(attributes).filter(
    ([key]) =>
      !READ.has(key) && !(key === 'exception.stacktrace' && exceptions?.[0]?.frames.length),
  )
  return plainFields(
    defined({
      ...Object.fromEntries(others),
      body: isFields(body) ? body : undefined,
      resource: plainFields(resource),
      scope: textOf(scope, NAME_LIMIT) || undefined,
      event: textOf(record.eventName, NAME_LIMIT) || undefined,
    }),
  )
}
