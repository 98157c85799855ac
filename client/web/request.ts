import type { IncomingMessage, ServerResponse } from 'node:http'
import { finished } from 'node:stream'
import { application } from '../application.ts'
import { complain } from '../complaints.ts'
import { Context, type ContextOptions } from '../context.ts'
import { textOf } from '../thrown.ts'
import { countWritten } from './written.ts'

export interface RequestOptions<R> {
  /** default `request` */
  name?: string
  /** default: all are kept */
  sample?: ContextOptions['sample']
  /** who asks, asked when it is answered; default what the framework has as the request's user */
  user?: (request: R) => string | number | null | undefined
  /** headers of the request that are kept, such as `user-agent`; default none */
  headers?: readonly string[]
  /** requests that are not recorded, such as those of a load balancer; default none */
  ignores?: (request: R) => boolean
  /** whether the trace id of a `traceparent` header that comes in becomes the id; default true */
  trace?: boolean
  /** whether what a request fails with is captured as an error too; default true */
  captures?: boolean
}

/** A request as its framework has it, and as Node does. What is `known` is asked for when it is answered. */
export interface Asked<R> {
  request: R
  message: IncomingMessage
  response: ServerResponse
  known(): { route?: unknown; user?: unknown; ip?: unknown }
}

const opened = new WeakMap<object, Context>()

/** The piece of work that a message of Node is. */
export const requestContext = (message: object): Context | undefined => opened.get(message)

/**
 * Opens the piece of work that a request is, and ends it when it is answered, or nobody waits for an answer any more. Undefined when it
 * is not to be recorded, or is already. Never throws.
 */
export function openRequest<R>(asked: Asked<R>, options: RequestOptions<R>): Context | undefined {
  try {
    if (opened.has(asked.message) || options.ignores?.(asked.request)) return undefined
    return open(asked, options)
  } catch (error) {
    complain(`a request is not recorded: ${textOf(error)}`)
    return undefined
  }
}

function open<R>(asked: Asked<R>, options: RequestOptions<R>): Context {
  const { message, response } = asked
  const { name = 'request', sample, trace = true } = options
  const { traceparent } = message.headers
  const context = new Context(name, {
    sample,
    traceparent: trace && typeof traceparent === 'string' ? traceparent : undefined,
  })
  opened.set(message, context)
  tellRequest(context, message, options.headers)
  const written = countWritten(response)
  finished(response, () => {
    try {
      tellWho(context, asked, options)
    } catch (error) {
      complain(`who asked for ${context.body.path} is not known: ${textOf(error)}`)
    }
    tellAnswer(context, response, message.method === 'HEAD' ? 0 : written())
    context.done()
  })
  return context
}

function tellRequest(context: Context, message: IncomingMessage, kept: readonly string[] = []) {
  const { method, headers } = message
  const { release } = application()
  context.set('method', method)
  context.set('path', pathIn(message))
  if (release !== undefined) context.set('release', release)
  const size = Number(headers['content-length'] ?? Number.NaN)
  if (size >= 0) context.set('request.size', size)
  for (const name of kept) {
    const value = headers[name.toLowerCase()]
    if (value !== undefined) context.set(`request.headers.${name.toLowerCase()}`, value)
  }
}

function tellWho<R>(context: Context, { request, message, known }: Asked<R>, { user }: Who<R>) {
  const { route, user: knownUser, ip } = known()
  if (route !== undefined) context.set('route', String(route))
  const name = user ? user(request) : nameOf(knownUser)
  if (name !== null && name !== undefined) context.set('user', name)
  const address = ip ?? message.socket?.remoteAddress
  if (address !== undefined) context.set('clientIp', address)
}
type Who<R> = Pick<RequestOptions<R>, 'user'>

function tellAnswer(context: Context, response: ServerResponse, written: number) {
  if (response.headersSent) context.set('response.status', response.statusCode)
  const hasNoBody = response.statusCode === 204 || response.statusCode === 304
  context.set('response.size', hasNoBody ? 0 : written)
  if (!response.writableFinished) context.set('aborted', true)
}

/** Without the query, in which there may be anything. A router may have cut the beginning off `url`. */
function pathIn(message: IncomingMessage & { originalUrl?: string }): string {
  const url = message.originalUrl ?? message.url ?? ''
  return url.split('?', 1)[0] ?? ''
}

/** What frameworks have as the user is a name, or a record of the application with an id or a name. */
function nameOf(user: unknown): string | number | undefined {
  if (typeof user === 'string' || typeof user === 'number') return user
  const { id, username, name } = (user ?? {}) as Record<string, unknown>
  const found = id ?? username ?? name
  return typeof found === 'string' || typeof found === 'number' ? found : undefined
}
