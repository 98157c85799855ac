import { UserError } from '#lib/failures.ts'
import type { Asked, Call, Refusal, Reply, Route } from '#lib/intake/http/route.ts'
import { recordsOfJson } from '#lib/intake/otlp/json.ts'
import { readLogs } from '#lib/intake/otlp/logs.ts'
import { encoded, recordsOfProtobuf } from '#lib/intake/otlp/protobuf.ts'

const MIB = 1024 * 1024
const PROTOBUF = 'application/x-protobuf'

/**
 * Logs by OTLP over HTTP (opentelemetry.io/docs/specs/otlp), in Protocol Buffers and in JSON; the answer comes in
 * the encoding of the question.
 */
export const otlpLogs: Route = {
  method: 'POST',
  path: '/v1/logs',
  protocol: 'otlp',
  limits: { packedBytes: 8 * MIB, bytes: 16 * MIB },
  cors: true,
  handle,
  refuse,
}

async function handle({ headers, body, project, intake }: Call): Promise<Reply> {
  const encoding = encodingOf({ headers })
  if (!encoding)
    throw new UserError(`The Content-Type is to be ${PROTOBUF} or application/json.`, {
      code: 'unsupported_type',
    })
  const records = encoding === 'json' ? recordsOfJson(body) : recordsOfProtobuf(body)
  const { events, rejected } = await readLogs(records, Date.now())
  if (rejected > 0) intake.drop(project, 'otlp', 'invalid', rejected)
  if (events.length > 0) await intake.accept(project, 'otlp', events, { bytes: body.length })

  const answer = rejected > 0 ? { partialSuccess: partial(rejected) } : {}
  return encoding === 'json' ? { status: 200, body: answer } : protobuf(200, 'Answer', answer)
}

/** A refusal is a google.rpc.Status; exporters come again after 429, 502, 503 and 504 only. */
function refuse({ status, message, retryAfterSeconds }: Refusal, asked: Asked): Reply {
  const told = { code: CODES[status] ?? INVALID_ARGUMENT, message }
  const reply =
    encodingOf(asked) === 'protobuf' ? protobuf(status, 'Status', told) : { status, body: told }
  if (retryAfterSeconds === undefined) return reply
  return { ...reply, headers: { ...reply.headers, 'Retry-After': String(retryAfterSeconds) } }
}

function encodingOf({ headers }: Pick<Asked, 'headers'>): 'protobuf' | 'json' | undefined {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type === PROTOBUF) return 'protobuf'
  return type === 'application/json' ? 'json' : undefined
}

const protobuf = (status: number, type: 'Answer' | 'Status', message: object): Reply => ({
  status,
  headers: { 'Content-Type': PROTOBUF },
  body: encoded(type, message),
})

const partial = (rejected: number) => ({
  rejectedLogRecords: rejected,
  errorMessage: `${rejected} records were no records, or too large.`,
})

/** google.rpc.Code */
const INVALID_ARGUMENT = 3
const CODES: Record<number, number> = { 401: 16, 403: 7, 404: 5, 429: 8, 500: 13, 503: 14 }
