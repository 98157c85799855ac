import {
  type FieldErrors,
  HTTP_STATUS,
  RemoteError,
  reasonOf,
  UserError,
  type UserErrorCode,
} from '#lib/failures.ts'
import { log } from '#lib/log.ts'

/** What is told of a failure: the body of an API error and the `error` of an action. */
export interface Failure {
  code: UserErrorCode | 'remote' | 'internal'
  message: string
  fields?: FieldErrors
}

/** What Prisma, its adapter, PostgreSQL and Node say when the database is away. */
const DATABASE_AWAY = new Set([
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028'],
  ...['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'],
  ...['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET'],
])

/** By PostgreSQL's code, what it can do nothing about at this moment. */
const REFUSALS = new Map([
  ['53100', 'The disk of the database is full: nothing can be saved right now.'],
  ['25006', 'The database takes nothing new right now: it can only be read.'],
])

/** Turns anything thrown into what may be shown. A bug is logged with its stack and shows nothing of itself. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UserError) {
    const { code, message, fields } = error
    return fields ? { code, message, fields } : { code, message }
  }
  if (error instanceof RemoteError) return { code: 'remote', message: error.message }

  log.error({ err: error }, reasonOf(error))
  const codes = codesOf(error)
  if (codes.some(code => DATABASE_AWAY.has(code)))
    return { code: 'unavailable', message: 'The database cannot be reached right now.' }
  const refusal = codes.map(code => REFUSALS.get(code)).find(found => found !== undefined)
  if (refusal) return { code: 'unavailable', message: refusal }
  return { code: 'internal', message: 'Something went wrong here; the log says what.' }
}

/** By which Prisma, its adapter and PostgreSQL say what went wrong. */
function codesOf(error: unknown): string[] {
  const { code, meta } = (error ?? {}) as {
    code?: string
    meta?: { driverAdapterError?: { cause?: { kind?: string; originalCode?: string } } }
  }
  const cause = meta?.driverAdapterError?.cause
  return [code, cause?.kind, cause?.originalCode].filter(said => said !== undefined)
}

const STATUS: Record<Failure['code'], number> = { ...HTTP_STATUS, internal: 500, remote: 502 }

export const statusOf = ({ code }: Failure): number => STATUS[code]

/** The API's answer to anything thrown. */
export function failureAnswer(error: unknown): Response {
  const failure = failureOf(error)
  return Response.json(
    { error: failure },
    {
      status: statusOf(failure),
      headers: {
        'cache-control': 'no-store',
        ...(failure.code === 'unauthorized' && { 'www-authenticate': 'Bearer' }),
        ...retryAfter(error),
      },
    },
  )
}

function retryAfter(error: unknown): Record<string, string> {
  const seconds = error instanceof UserError ? error.retryAfterSeconds : undefined
  return seconds === undefined ? {} : { 'retry-after': String(seconds) }
}
