import type { IncomingHttpHeaders } from 'node:http'
import { UserError } from '#lib/failures.ts'
import type { Asked, Refusal, Reply } from '#lib/intake/http/route.ts'
import { encoded } from '#lib/intake/otlp/messages.ts'

const PROTOBUF = 'application/x-protobuf'

/** The answer comes in the encoding of the question. */
export type Encoding = 'protobuf' | 'json'

/** Throws a UserError when it is neither. */
export function encodingOf(headers: IncomingHttpHeaders): Encoding {
  const encoding = encodingIn(headers)
  if (encoding) return encoding
  throw new UserError(`The Content-Type is to be ${PROTOBUF} or application/json.`, {
    code: 'unsupported_type',
  })
}

function encodingIn(headers: IncomingHttpHeaders): Encoding | undefined {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type === PROTOBUF) return 'protobuf'
  return type === 'application/json' ? 'json' : undefined
}

/** Of what was asked so much was not taken, in words for its sender. */
export interface Rejected {
  /** as JSON calls it */
  name: 'rejectedLogRecords' | 'rejectedDataPoints'
  count: number
  message: string
}

/** An `Export…ServiceResponse`. */
export function answer(encoding: Encoding, { name, count, message }: Rejected): Reply {
  const partial = (field: string) =>
    count > 0 ? { partialSuccess: { [field]: count, errorMessage: message } } : {}
  return encoding === 'json'
    ? { status: 200, body: partial(name) }
    : protobuf(200, 'Answer', partial('rejected'))
}

/** A refusal is a google.rpc.Status; exporters come again after 429, 502, 503 and 504 only. */
export function refuse({ status, message, retryAfterSeconds }: Refusal, asked: Asked): Reply {
  const told = { code: CODES[status] ?? INVALID_ARGUMENT, message }
  const isProtobuf = encodingIn(asked.headers) === 'protobuf'
  const reply = isProtobuf ? protobuf(status, 'Status', told) : { status, body: told }
  if (retryAfterSeconds === undefined) return reply
  return { ...reply, headers: { ...reply.headers, 'Retry-After': String(retryAfterSeconds) } }
}

const protobuf = (status: number, type: 'Answer' | 'Status', message: object): Reply => ({
  status,
  headers: { 'Content-Type': PROTOBUF },
  body: encoded(type, message),
})

/** google.rpc.Code */
const INVALID_ARGUMENT = 3
const CODES: Record<number, number> = { 401: 16, 403: 7, 404: 5, 429: 8, 500: 13, 503: 14 }
