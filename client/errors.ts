import { hostname } from 'node:os'
import { application } from './application.ts'
import { complain } from './complaints.ts'
import { type Context, openContexts } from './context.ts'
import { newId } from './ids.ts'
import { type CapturedError, capture, isCapturing } from './sink.ts'
import { idThrownIn, textOf } from './thrown.ts'
import { traceIdOf } from './traceparent.ts'

export interface CaptureOptions {
  /** as syslog names it, default `error` */
  level?: 'emergency' | 'alert' | 'critical' | 'error' | 'warning' | 'notice' | 'info' | 'debug'
  /** errors with the same one are one signature */
  fingerprint?: string | readonly string[]
  user?: Record<string, unknown>
  tags?: Record<string, unknown>
  extra?: Record<string, unknown>
  /** where it happened; default the one that it was thrown in, or the current one */
  context?: Context | undefined
}

/** So many that caused one another are told. */
const CAUSES = 10

const host = hostname()

/** Sends an error to the store of errors, tied to the events of the context in which it happened. Never throws. */
export function captureError(thrown: unknown, options: CaptureOptions = {}): void {
  if (!isCapturing()) return
  try {
    capture(errorOf(thrown, options))
  } catch (error) {
    complain(`an error could not be captured: ${textOf(error)}`)
  }
}

function errorOf(thrown: unknown, { context, ...options }: CaptureOptions): CapturedError {
  const { level = 'error', extra, ...others } = options
  const id = context?.id ?? idThrownIn(thrown) ?? openContexts().at(-1)?.id
  const traceId = id === undefined ? undefined : traceIdOf(id)
  return {
    ...{ message: textOf(thrown), level, at: Date.now() / 1000, host, uid: newId() },
    ...{ ...application(), ...others, exception: exceptionsOf(thrown), traceId },
    extra: traceId === id ? extra : { contextId: id, ...extra },
  }
}

/** The error, and what caused it. */
function exceptionsOf(thrown: unknown): object[] | undefined {
  const chain: Error[] = []
  for (let one = thrown; one instanceof Error && !chain.includes(one); one = one.cause)
    if (chain.push(one) === CAUSES) break
  const exceptions = chain.map(({ name, message, stack }) => ({ type: name, message, stack }))
  return exceptions.length > 0 ? exceptions : undefined
}
