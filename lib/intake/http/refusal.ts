import { HTTP_STATUS, reasonOf, UserError } from '#lib/failures.ts'
import type { Refusal, Reply } from '#lib/intake/http/route.ts'
import { log } from '#lib/log.ts'

/** What is told of anything thrown. A bug is logged with its stack and shows nothing of itself. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof UserError) {
    const { code, message, fields, retryAfterSeconds } = error
    return {
      status: HTTP_STATUS[code],
      code,
      message,
      ...(fields && { fields }),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    }
  }
  log.error({ err: error }, reasonOf(error))
  const message = 'Something went wrong here; the log says what.'
  return { status: 500, code: 'internal', message }
}

/** As Belfry's own API tells it; what else is known goes beside the error. */
export function refusalReply(refusal: Refusal, beside: object = {}): Reply {
  const { status, code, message, fields, retryAfterSeconds } = refusal
  return {
    status,
    headers: {
      ...(retryAfterSeconds !== undefined && { 'Retry-After': String(retryAfterSeconds) }),
      ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
    },
    body: { error: fields ? { code, message, fields } : { code, message }, ...beside },
  }
}
