import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { complain } from './complaints.ts'
import { type Context, clearContexts } from './context.ts'
import { textOf } from './thrown.ts'
import {
  isTraced,
  type OutgoingOptions,
  openOutgoing,
  tellFailure,
  tellResponse,
} from './web/outgoing.ts'
import { openRequest, type RequestOptions } from './web/request.ts'

/** From now on each request to any HTTP server of this process is a piece of work. Answers how to stop. */
export function recordServers(options: RequestOptions<IncomingMessage> = {}): () => void {
  return hear('http.server.request.start', (started: Answering) => {
    const { request, response } = started
    // A connection may have come while something else was under way.
    clearContexts()
    openRequest({ request, message: request, response, known: () => ({}) }, options)?.start()
  })
}
interface Answering {
  request: IncomingMessage
  response: ServerResponse
}

/**
 * From now on each request by `node:http` and `node:https`, of whatever library, is a piece of work until its answer begins. Answers how
 * to stop. Before Node 22.12 it is heard of too late to carry a `traceparent`.
 */
export function recordClients(options: OutgoingOptions = {}): () => void {
  const sent = new WeakMap<ClientRequest, Context>()
  const begin = ({ request }: Asking) => {
    if (sent.has(request)) return
    const size = Number(request.getHeader('content-length') ?? Number.NaN)
    const shape = { method: request.method, size: size >= 0 ? size : undefined }
    const open = openOutgoing(options, { address: addressOf(request), ...shape })
    sent.set(request, open)
    const isOurs = !request.headersSent && !request.hasHeader('traceparent')
    if (isOurs && isTraced(options, addressOf(request)))
      request.setHeader('traceparent', open.traceparent)
  }
  const stops = [
    hear('http.client.request.created', begin),
    hear('http.client.request.start', begin),
    hear('http.client.response.finish', ({ request, response }: Asking) => {
      const open = sent.get(request)
      if (!open?.isOpen) return
      tellResponse(open, response.statusCode ?? 0, response.headers['content-length'])
      open.done()
    }),
    hear('http.client.request.error', ({ request, error }: Asking) => {
      const open = sent.get(request)
      if (!open?.isOpen) return
      tellFailure(open, error, addressOf(request))
      open.done()
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
interface Asking {
  request: ClientRequest
  response: IncomingMessage
  error: unknown
}

const addressOf = (request: ClientRequest): string =>
  `${request.protocol}//${request.getHeader('host') ?? request.host}${request.path}`

/** Node tells there what its servers and clients do; a listener that throws would end the process. */
function hear<T>(channel: string, listener: (message: T) => void): () => void {
  const hearing = (message: unknown) => {
    try {
      listener(message as T)
    } catch (error) {
      complain(`something of ${channel} is not recorded: ${textOf(error)}`)
    }
  }
  subscribe(channel, hearing)
  return () => void unsubscribe(channel, hearing)
}
