import type { Exception, Frame } from '#lib/errors/event.ts'
import { countOf, defined, type Fields, fieldsOf, isFields, textOf } from '#lib/intake/untrusted.ts'

const EXCEPTIONS_LIMIT = 20
/** The calls nearest to the error are kept; a recursion's thousands say nothing more. */
const FRAMES_LIMIT = 100
const NAME_LIMIT = 500
const SOURCE_LINE_LIMIT = 200
const SOURCE_LINES_AROUND = 5
/** Characters of source that one event keeps, of the frames nearest to the error. */
const SOURCE_LIMIT = 64 * 1024

/**
 * The exceptions of a Sentry event. It lists the cause first and the outermost call first; here it is the other way
 * round (develop.sentry.dev/sdk/data-model/event-payloads/exception). What has no type is no exception: so SDKs send
 * the place where a plain message was written.
 */
export const exceptionsOf = (event: Fields): Exception[] =>
  withSource(allOf(event).filter(({ type }) => type !== ''))

/** Where a plain message was written: its calls as lines, innermost first; empty when that was not sent. */
export const placeOf = (event: Fields): string[] =>
  allOf(event)
    .filter(({ type }) => type === '')
    .flatMap(({ frames }) => frames)
    .map(frame => `${frame.function} (${frame.file}:${frame.line ?? '?'})`)

const allOf = ({ exception }: Fields): Exception[] =>
  valuesOf(exception).filter(isFields).slice(-EXCEPTIONS_LIMIT).reverse().map(exceptionOf)

function withSource(exceptions: Exception[]): Exception[] {
  let room = SOURCE_LIMIT
  const fits = ({ context = [] }: Frame) => {
    room -= context.join('\n').length
    return room >= 0
  }
  const bare = ({ context: _, ...frame }: Frame): Frame => frame
  return exceptions.map(one => ({
    ...one,
    frames: one.frames.map(frame => (fits(frame) ? frame : bare(frame))),
  }))
}

/** Lists come as such or as `{ values: […] }`, a single one as itself. */
export function valuesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (!isFields(value)) return []
  return Array.isArray(value.values) ? value.values : [value]
}

function exceptionOf(exception: Fields): Exception {
  const { frames } = fieldsOf(exception.stacktrace ?? exception.raw_stacktrace)
  return {
    type: textOf(exception.type, NAME_LIMIT),
    message: textOf(exception.value),
    frames: (Array.isArray(frames) ? frames : [])
      .filter(isFields)
      .slice(-FRAMES_LIMIT)
      .reverse()
      .map(frameOf),
  }
}

function frameOf(frame: Fields): Frame {
  const name = (value: unknown) => textOf(value, NAME_LIMIT)
  return defined({
    function: name(frame.function),
    module: name(frame.module ?? frame.package),
    file: name(frame.filename ?? frame.abs_path),
    line: countOf(frame.lineno),
    column: countOf(frame.colno),
    inApp: frame.in_app === true,
    context: contextOf(frame),
  })
}

/** The source around the line, the line itself in the middle. */
function contextOf({ pre_context, context_line, post_context }: Fields): string[] | undefined {
  if (typeof context_line !== 'string') return undefined
  const lines = (value: unknown) => (Array.isArray(value) ? value : [])
  return [
    ...lines(pre_context).slice(-SOURCE_LINES_AROUND),
    context_line,
    ...lines(post_context).slice(0, SOURCE_LINES_AROUND),
  ].map(line => textOf(line, SOURCE_LINE_LIMIT))
}
