import type { IncomingMessage, ServerResponse } from 'node:http'
import { openContexts } from './context.ts'
import { noteFailure } from './web/failure.ts'
import { openRequest, type RequestOptions, requestContext } from './web/request.ts'

/** A request of Fastify, as far as it is told. */
interface FastifyRequest {
  raw: IncomingMessage
  ip?: string
  routeOptions?: { url?: string | undefined }
  user?: unknown
}
interface FastifyReply {
  raw: ServerResponse
}
type Done = () => void
/** An instance of Fastify, as far as it is needed. */
interface Fastify {
  // biome-ignore lint/suspicious/noExplicitAny: a method with many signatures
  addHook(...hook: any[]): unknown
}

/** Plugin for Fastify: each request is a piece of work. `app.register(requests, options)`, before the routes. */
export function requests<R extends FastifyRequest>(
  app: Fastify,
  options: RequestOptions<R>,
  done: Done,
): void {
  app.addHook('onRequest', (request: R, { raw: response }: FastifyReply, next: Done) => {
    const known = () => ({
      ...{ route: request.routeOptions?.url, ip: request.ip, user: request.user },
    })
    const open = openRequest({ request, message: request.raw, response, known }, options)
    if (open) open.run(next)
    else next()
  })
  // A body is read in the context of the connection, not of the request.
  app.addHook('preValidation', (request: R, _reply: unknown, next: Done) => {
    const open = requestContext(request.raw)
    if (!open?.isOpen || openContexts().includes(open)) next()
    else open.run(next)
  })
  app.addHook('onError', (request: R, _reply: unknown, error: unknown, next: Done) => {
    const open = requestContext(request.raw)
    if (open) noteFailure(open, error, options.captures)
    next()
  })
  done()
}

/** For the whole application, not for the plugin alone (what `fastify-plugin` does). */
Object.assign(requests, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'belfry',
})
