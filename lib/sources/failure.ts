import { RemoteError, reasonOf, UserError } from '#lib/failures.ts'
import { log } from '#lib/log.ts'
import { type Redact, redactedError } from '#lib/redact.ts'
import { reasonInFull } from '#lib/said.ts'

/**
 * The failure of a call as a script may hear it: the call's name before its text, and no secret in it. The other
 * side may have quoted what it was sent, and drivers quote their connection strings.
 */
export function failureOfCall(call: string, error: unknown, redact: Redact): Error {
  if (!isTold(error)) log.error({ err: redactedError(error, redact) }, `${call} failed`)
  return withMessage(error, `${call}: ${reasonInFull(error, redact)}`)
}

/** The failure of trying settings: what kind it is, without a word of the answer and without a secret. */
export function failureOfCheck(error: unknown, redact: Redact): Error {
  if (!isTold(error))
    log.error({ err: redactedError(error, redact) }, 'a source could not be tried')
  return withMessage(error, redact(reasonOf(error)))
}

const isTold = (error: unknown) => error instanceof UserError || error instanceof RemoteError

function withMessage(error: unknown, message: string): Error {
  if (error instanceof UserError)
    return new UserError(message, {
      code: error.code,
      ...(error.fields && { fields: error.fields }),
    })
  const { permanent = false, status = undefined } = error instanceof RemoteError ? error : {}
  return new RemoteError(message, { permanent, ...(status && { status }) })
}
