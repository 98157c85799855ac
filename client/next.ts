import { Context, currentContext } from './context.ts'
import { context } from './contexts.ts'
import { captureError } from './errors.ts'
import { noteFailure } from './web/failure.ts'
import type { RequestOptions } from './web/request.ts'
import { tellRequest, tellWho } from './web/tell.ts'

export { recordServers } from './http.ts'

// biome-ignore lint/suspicious/noExplicitAny: handlers take what Next's own types say, which depend on the route
type Handler = (request: any, context: any) => unknown
// biome-ignore lint/suspicious/noExplicitAny: actions take what their forms and callers give
type Action = (...args: any[]) => Promise<unknown>
type Params = Record<string, string | readonly string[] | undefined>

/**
 * The same route handler, each request a piece of work; the one that `recordServers` has opened, if it has.
 * `export const GET = recordRoute(async request => …)`.
 */
export function recordRoute<H extends Handler>(
  handler: H,
  options: RequestOptions<Request> = {},
): H {
  const recorded = async (request: Request, more?: { params?: Promise<Params> | Params }) => {
    if (options.ignores?.(request)) return handler(request, more)
    const { name = 'request', sample, trace = true } = options
    const around = currentContext()
    const isOpen = around?.name === name
    const traceparent = (trace && request.headers.get('traceparent')) || undefined
    const open = isOpen ? around : new Context(name, { sample, traceparent })
    const path = new URL(request.url).pathname
    if (!isOpen) {
      const header = (one: string) => request.headers.get(one)
      tellRequest(open, { method: request.method, path, header }, options.headers)
    }
    try {
      const response = await open.run(() => handler(request, more))
      if (!isOpen && response instanceof Response) tellResponse(open, response)
      return response
    } catch (thrown) {
      const status = statusOf(thrown)
      if (status === undefined) noteFailure(open, thrown, options.captures)
      if (!isOpen) open.set('response.status', status ?? 500)
      throw thrown
    } finally {
      tellWho(open, { route: routeOf(path, await more?.params), user: options.user?.(request) })
      if (!isOpen) open.done()
    }
  }
  return recorded as H
}

function tellResponse(open: Context, { status, headers }: Response) {
  open.set('response.status', status)
  const size = headers.get('content-length')
  if (size !== null) open.set('response.size', Number(size))
}

/** The same server action, each call a piece of work of the request: `.action` with its name. */
export const recordAction = <A extends Action>(name: string, action: A): A =>
  ((...args) =>
    context('.action', async open => {
      open.set('action', name)
      return action(...args)
    })) as A

/** For `instrumentation.ts`: `export const onRequestError = recordRequestError`. */
export function recordRequestError(
  error: unknown,
  { path, method }: { path: string; method: string },
  { routePath, routeType }: { routePath: string; routeType: string },
): void {
  const open = currentContext()
  if (open) {
    open.set('route', routePath)
    noteFailure(open, error)
  } else captureError(error, { extra: { path, method, route: routePath, kind: routeType } })
}

/** By throwing, Next's `redirect`, `notFound` and their like answer: nothing has failed. Undefined for a failure. */
function statusOf(thrown: unknown): number | undefined {
  const [kind, ...parts] = String((thrown as { digest?: unknown } | null)?.digest ?? '').split(';')
  if (kind === 'NEXT_HTTP_ERROR_FALLBACK') return Number(parts[0])
  return kind === 'NEXT_REDIRECT' ? Number(parts.at(-2)) : undefined
}

/** `/shop/[id]`, from the path `/shop/7` and what Next read in it. */
function routeOf(path: string, params: Params = {}): string {
  let route = path
  for (const [name, value] of Object.entries(params)) {
    const [read, written] = Array.isArray(value)
      ? [value.join('/'), `[...${name}]`]
      : [value, `[${name}]`]
    if (read) route = `${route}/`.replace(`/${read}/`, `/${written}/`).slice(0, -1)
  }
  return route
}
