import type { IncomingMessage, ServerResponse } from 'node:http'
import { complain } from '../complaints.ts'
import { Context, type ContextOptions } from '../context.ts'
import { textOf } from '../thrown.ts'
import { answerOf } from './asked.ts'
import { tellRequest, tellWho } from './tell.ts'
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
  const { method, headers } = message
  const { traceparent } = headers
  const context = new Context(name, {
    sample,
    traceparent: trace && typeof traceparent === 'string' ? traceparent : undefined,
  })
  opened.set(message, context)
  tellRequest(
    context,
    { method, path: urlOf(message), header: one => headers[one] },
    options.headers,
  )
  const written = countWritten(response)
  response.once('close', () => {
    tellAsker(context, asked, options)
    tellAnswer(context, response, method === 'HEAD' ? 0 : written())
    context.done()
  })
  return context
}

/** A router may have cut the beginning off `url`. */
const urlOf = ({ originalUrl, url }: IncomingMessage & { originalUrl?: string }): string =>
  originalUrl ?? url ?? ''

function tellAsker<R>(context: Context, asked: Asked<R>, { user }: RequestOptions<R>) {
  const ip = asked.message.socket?.remoteAddress
  const who = () => {
    const known = asked.known()
    return { ip, ...known, user: user ? user(asked.request) : known.user }
  }
  tellWho(context, answerOf(who, `who asked for ${context.body.path} is not known`) ?? { ip })
}

function tellAnswer(context: Context, response: ServerResponse, written: number) {
  const hasNoBody = response.statusCode === 204 || response.statusCode === 304
  if (response.headersSent) context.set('response.status', response.statusCode)
  context.set('response.size', hasNoBody ? 0 : written)
  if (!response.writableFinished) context.set('aborted', true)
}
