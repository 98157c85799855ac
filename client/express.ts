import type { IncomingMessage, ServerResponse } from 'node:http'
import { noteFailure } from './web/failure.ts'
import { openRequest, type RequestOptions, requestContext } from './web/request.ts'

/** What Express adds to a message of Node, as far as it is told. */
interface ExpressRequest extends IncomingMessage {
  baseUrl?: string
  route?: { path?: unknown }
  user?: unknown
  ip?: string | undefined
}
type Next = (error?: unknown) => void

/** Middleware for the beginning of an Express application: each request is a piece of work. */
export const requests =
  <R extends ExpressRequest = ExpressRequest>(options: RequestOptions<R> = {}) =>
  (request: R, response: ServerResponse, next: Next): void => {
    const known = () => ({ route: routeOf(request), user: request.user, ip: request.ip })
    const open = openRequest({ request, message: request, response, known }, options)
    if (open) open.run(() => next())
    else next()
  }

/** Middleware for its end, before what answers errors: keeps what a request failed with, and passes it on. */
export const requestErrors =
  ({ captures }: { captures?: boolean } = {}) =>
  (error: unknown, request: IncomingMessage, _response: ServerResponse, next: Next): void => {
    const open = requestContext(request)
    if (open) noteFailure(open, error, captures)
    next(error)
  }

/** `/shop/orders/:id`, with what the routers around it are mounted at. */
const routeOf = ({ baseUrl = '', route }: ExpressRequest): string | undefined =>
  route?.path === undefined ? undefined : `${baseUrl}${String(route.path)}`
