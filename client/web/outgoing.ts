import { Context, type ContextOptions } from '../context.ts'
import { stackOf } from '../thrown.ts'
import { answerOf } from './asked.ts'
import { tellableUri } from './uri.ts'

export interface OutgoingOptions {
  /** default `.httpclient` */
  name?: string
  /** default: all are kept */
  sample?: ContextOptions['sample']
  /** to whom the `traceparent` header is sent, so that what is done there belongs to it; default all */
  traces?: (url: URL) => boolean
}

/** Nobody answered in time: what BlueOx and Tornado call it. */
const TIMED_OUT = 599
const TIME_OUTS = new Set([
  ...['TimeoutError', 'ConnectTimeoutError', 'HeadersTimeoutError', 'BodyTimeoutError'],
  'ETIMEDOUT',
])

/** Opens the piece of work that a request to somebody is, not entered yet. */
export function openOutgoing(
  { name = '.httpclient', sample }: OutgoingOptions,
  asked: { address: string; method: string; size: number | undefined },
): Context {
  const open = new Context(name, { sample })
  open.set('request.uri', tellableUri(asked.address))
  open.set('request.method', asked.method)
  if (asked.size !== undefined) open.set('request.size', asked.size)
  return open
}

/** Whether the one at this address is to learn to which tree the request belongs. */
export function isTraced({ traces }: OutgoingOptions, address: string): boolean {
  const url = URL.parse(address)
  if (!url || !traces) return url !== null
  return answerOf(() => traces(url), `whether ${url.host} is told of a trace`) ?? false
}

export function tellResponse(open: Context, code: number, length: string | null | undefined): void {
  open.set('response.code', code)
  if (length) open.set('response.size', Number(length))
}

/** What is thrown often says why in its cause only, and sometimes names the address with all that is in it. */
export function tellFailure(open: Context, error: unknown, address: string): void {
  const { cause } = (error ?? {}) as Error
  if (isTimeOut(error) || isTimeOut(cause)) open.set('response.code', TIMED_OUT)
  const why = cause === undefined ? '' : `\nCaused by: ${stackOf(cause)}`
  open.set('exception', `${stackOf(error)}${why}`.replaceAll(address, tellableUri(address)))
}

function isTimeOut(error: unknown): boolean {
  const { name, code } = (error ?? {}) as { name?: string; code?: unknown }
  return TIME_OUTS.has(name ?? '') || TIME_OUTS.has(String(code))
}
