import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { clearContexts } from './context.ts'
import { openRequest, type RequestOptions } from './web/request.ts'

/** Node tells of every request there, before its server does. */
const STARTED = 'http.server.request.start'

/** From now on each request to any HTTP server of this process is a piece of work. Answers how to stop. */
export function recordServers(options: RequestOptions<IncomingMessage> = {}): () => void {
  const begin = (started: unknown) => {
    const { request, response } = started as { request: IncomingMessage; response: ServerResponse }
    // A connection may have come while something else was under way.
    clearContexts()
    openRequest({ request, message: request, response, known: () => ({}) }, options)?.start()
  }
  subscribe(STARTED, begin)
  return () => void unsubscribe(STARTED, begin)
}
