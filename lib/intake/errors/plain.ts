import { DateTime } from 'luxon'
import { z } from 'zod'
import { traceIdOf as traceOfContext } from '#client/traceparent.ts'
import { ERROR_LEVEL, type ErrorEvent, type Exception, LEVELS } from '#lib/errors/event.ts'
import { levelNamed, syslogLevel } from '#lib/intake/levels.ts'
import { exceptionsOf } from '#lib/intake/stack.ts'
import { defined, plainFields, storable, textOf, traceIdOf } from '#lib/intake/untrusted.ts'

const LISTED = 20
const FRAMES = 100
/** From here on a number cannot be seconds any more (the year 5138), and is milliseconds. */
const MILLISECONDS_FROM = 1e11

const textOrNumber = z.union([z.string(), z.number()], 'must be a text or a number')
const text = z.string().nullish()
const place = z.number().int().min(0).nullish()

const level = textOrNumber
  .transform((said, context) => {
    const level = syslogLevel(said) ?? levelNamed(said)
    if (level === undefined) context.addIssue(`must be 0 to 7 or one of ${LEVELS.join(', ')}`)
    return level ?? ERROR_LEVEL
  })
  .describe('Its severity as syslog names or numbers it; `error` when left out.')

const at = textOrNumber
  .transform((said, context) => {
    const time = typeof said === 'number' ? timeOfNumber(said) : timeOfText(said)
    if (Number.isNaN(time)) context.addIssue('must be a time like 2026-01-31T12:00:00Z, or seconds')
    return time
  })
  .describe('When it happened: ISO 8601, or seconds or milliseconds since 1970; now when left out.')

const frame = z.object({
  function: text,
  module: text,
  file: text,
  line: place,
  column: place,
  inApp: z.boolean().nullish(),
  context: z.array(z.string()).nullish(),
})

const exception = z.object({
  type: text,
  message: text,
  stack: text.describe('A stack trace as JavaScript, Python or Java print it.'),
  frames: z.array(frame).nullish().describe('Innermost call first.'),
})

const fields = z.looseObject({
  message: text,
  level: level.nullish(),
  at: at.nullish(),
  host: text,
  program: text,
  release: text,
  environment: text,
  uid: textOrNumber.nullish(),
  traceId: z
    .string()
    .refine(id => traceIdOf(id) !== undefined, 'must be 32 hexadecimal digits, not all 0')
    .nullish(),
  contextId: textOrNumber.nullish(),
  fingerprint: z
    .union(
      [z.string().transform(one => [one]), z.array(z.string())],
      'must be a text or a list of texts',
    )
    .nullish(),
  exception: z
    .union(
      [
        z.string().transform(stack => [{ stack }]),
        exception.transform(one => [one]),
        z.array(exception),
      ],
      'must be a stack trace, an exception or a list of exceptions, as docs/intake.md describes them',
    )
    .nullish()
    .describe('An exception, those that caused it after it, or a stack trace as text.'),
  user: z.record(z.string(), z.unknown()).nullish(),
  tags: z.record(z.string(), z.unknown()).nullish(),
  extra: z.record(z.string(), z.unknown()).nullish(),
})

/** An error as Belfry's own senders put it, checked against `fields`; what it does not know is kept as extra. */
export const plainError = fields.transform((given, context): ErrorEvent => {
  const { message, level, at, host, program, release, environment, uid, traceId, ...others } = given
  const { fingerprint, exception, user, tags, extra, ...unknown } = others
  const contextId = textOf(unknown.contextId)
  const exceptions = (exception ?? []).slice(0, LISTED).flatMap(readException).filter(saysSomething)
  const said = message?.trim() ? message : headlineOf(exceptions[0])
  if (!said)
    context.addIssue({
      code: 'custom',
      path: ['message'],
      message: message === '' ? 'is empty' : 'is missing',
    })

  return defined({
    at: at ?? Date.now(),
    message: storable(said ?? ''),
    level: level ?? ERROR_LEVEL,
    host: storable(host ?? ''),
    program: storable(program ?? ''),
    release: release ? storable(release) : undefined,
    environment: environment ? storable(environment) : undefined,
    traceId: traceIdOf(traceId) ?? (contextId ? traceOfContext(contextId) : undefined),
    uid: textOf(uid) || undefined,
    fingerprint: fingerprint?.length
      ? fingerprint.slice(0, LISTED).map(part => storable(part))
      : undefined,
    exceptions: exceptions.length > 0 ? exceptions : undefined,
    details: defined({
      user: plainFields(user),
      tags: tags ? tagsOf(tags) : undefined,
      extra: plainFields({ ...unknown, ...extra }),
    }),
  })
})

function timeOfNumber(said: number): number {
  return Math.round(Math.abs(said) < MILLISECONDS_FROM ? said * 1000 : said)
}

/** One without a zone is in UTC. */
const timeOfText = (said: string): number =>
  DateTime.fromISO(said.trim(), { zone: 'utc' }).toMillis()

function readException({ type, message, stack, frames }: z.output<typeof exception>): Exception[] {
  const read = stack ? exceptionsOf(stack) : []
  const [first] = read
  const own: Exception = {
    type: storable(type ?? first?.type ?? ''),
    // A trace that nobody can take apart is still worth reading.
    message: storable(message ?? first?.message ?? stack ?? ''),
    frames: frames?.slice(0, FRAMES).map(readFrame) ?? first?.frames ?? [],
  }
  return [own, ...read.slice(1)]
}

const readFrame = (given: z.output<typeof frame>) =>
  defined({
    function: storable(given.function ?? ''),
    module: storable(given.module ?? ''),
    file: storable(given.file ?? ''),
    line: given.line ?? undefined,
    column: given.column ?? undefined,
    inApp: given.inApp ?? true,
    context: given.context?.slice(0, LISTED).map(line => storable(line, 500)),
  })

const saysSomething = ({ type, message, frames }: Exception) =>
  type !== '' || message !== '' || frames.length > 0

const headlineOf = (exception: Exception | undefined) =>
  exception ? [exception.type, exception.message].filter(Boolean).join(': ') : ''

const tagsOf = (tags: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(tags)
      .slice(0, 100)
      .map(([name, value]) => [storable(name, 200), textOf(value, 500)]),
  )
