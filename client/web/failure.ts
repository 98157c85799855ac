import type { Context } from '../context.ts'
import { captureError } from '../errors.ts'
import { stackOf } from '../thrown.ts'

const noted = new WeakSet<Context>()

/**
 * Keeps what a request failed with, the first if there are several. What is an answer, as an error with `status` 404 is, is no error
 * to be captured.
 */
export function noteFailure(open: Context, thrown: unknown, captures = true): void {
  if (noted.has(open)) return
  noted.add(open)
  open.set('exception', stackOf(thrown))
  if (captures && !isAnswer(thrown)) captureError(thrown, { context: open })
}

function isAnswer(thrown: unknown): boolean {
  const { status, statusCode } = (thrown ?? {}) as Record<string, unknown>
  const code = Number(status ?? statusCode)
  return code >= 400 && code < 500
}
