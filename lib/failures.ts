export type UserErrorCode =
  | 'invalid'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'not_allowed'
  | 'conflict'
  | 'too_large'
  | 'unsupported_type'
  | 'too_many'
  | 'unavailable'

/** What each is over HTTP. */
export const HTTP_STATUS: Record<UserErrorCode, number> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_type: 415,
  too_many: 429,
  unavailable: 503,
}

/** What was wrong with single fields, by their path in the input (`policy.after.OK`). */
export type FieldErrors = Record<string, string>

/** Something the person can put right; its message is shown to them as it stands. */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly code: UserErrorCode
  readonly fields: FieldErrors | undefined
  /** when it is worth trying again */
  readonly retryAfterSeconds: number | undefined

  constructor(
    message: string,
    options: { code?: UserErrorCode; fields?: FieldErrors; retryAfterSeconds?: number } = {},
  ) {
    super(message)
    this.code = options.code ?? 'invalid'
    this.fields = options.fields
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

/** The outside failed. Worth trying again unless `permanent`. `status` is what the other side answered. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError'
  readonly permanent: boolean
  readonly status: string | undefined
  /** the other side's own words, which are not in the message and not for everyone */
  readonly said: string | undefined
  /** when it wants to be asked again */
  readonly retryAfterSeconds: number | undefined

  constructor(
    message: string,
    options: {
      permanent?: boolean
      status?: string
      said?: string
      retryAfterSeconds?: number | undefined
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: options.cause })
    this.permanent = options.permanent ?? false
    this.status = options.status
    this.said = options.said || undefined
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

/** The text of anything that was thrown. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && !error.message)
    return error.errors.map(reasonOf).join('; ')
  if (error instanceof Error) return error.message || error.name
  return String(error)
}
