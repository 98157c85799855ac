import { Context, currentContext } from './context.ts'
import { captureError } from './errors.ts'
import { answerOf } from './web/asked.ts'
import { noteFailure } from './web/failure.ts'
import type { RequestOptions } from './web/request.ts'
import { tellRequest, tellWho } from './web/tell.ts'

export { recordServers } from './http.ts'

// biome-ignore lint/suspicious/noExplicitAny: handlers take what Next's own types say, which depend on the route
type Handler = (request: any, context: any) => unknown
// biome-ignore lint/suspicious/noExplicitAny: actions take what their forms and callers give
type Action = (...args: any[]) => Promise<unknown>
type Params = Record<string, string | readonly string[] | undefined>

const UNKNOWN = 'something of a request is not known'

/**
 * The same route handler, each request a piece of work; the one that `recordServers` has opened, if it has.
 * `export const GET = recordRoute(async request => …)`.
 */
export function recordRoute<H extends Handler>(
  handler: H,
  options: RequestOptions<Request> = {},
): H {
  const recorded = async (request: Request, more?: { params?: Promise<Params> | Params }) => {
    const { name = 'request', captures, ignores, user } = options
    if (answerOf(() => ignores?.(request), UNKNOWN)) return handler(request, more)
    const around = currentContext()
    const isOwn = around?.name !== name
    const open = isOwn ? openRoute(request, name, options) : around
    try {
      const work = () => handler(request, more)
      const response = await (isOwn ? open.run(work) : work())
      if (isOwn && response instanceof Response) tellResponse(open, response)
      return response
    } catch (thrown) {
      if (!isAnswer(thrown)) noteFailure(open, thrown, captures)
      if (isOwn) open.set('response.status', statusOf(thrown))
      throw thrown
    } finally {
      const route = routeOf(new URL(request.url).pathname, await more?.params)
      tellWho(open, { route, user: answerOf(() => user?.(request), UNKNOWN) })
      if (isOwn) open.done()
    }
  }
  return recorded as H
}

function openRoute(
  request: Request,
  name: string,
  { sample, trace = true, headers }: RequestOptions<Request>,
): Context {
  const { method, url, headers: given } = request
  const traceparent = (trace && given.get('traceparent')) || undefined
  const open = new Context(name, { sample, traceparent })
  tellRequest(open, { method, path: new URL(url).pathname, header: one => given.get(one) }, headers)
  return open
}

function tellResponse(open: Context, { status, headers }: Response) {
  open.set('response.status', status)
  const size = headers.get('content-length')
  if (size !== null) open.set('response.size', Number(size))
}

/** The same server action, each call a piece of work of the request: `.action` with its name. */
export const recordAction = <A extends Action>(name: string, action: A): A =>
  (async (...args) => {
    const open = new Context('.action')
    open.set('action', name)
    try {
      return await open.run(() => action(...args))
    } catch (thrown) {
      if (!isAnswer(thrown)) noteFailure(open, thrown)
      throw thrown
    } finally {
      open.done()
    }
  }) as A

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

/** Next's `redirect`, `notFound` and their like answer by throwing: nothing has failed. */
const isAnswer = (thrown: unknown): boolean => digestOf(thrown).startsWith('NEXT_')

/** `NEXT_REDIRECT;replace;/shop;307;`, `NEXT_HTTP_ERROR_FALLBACK;404` */
const digestOf = (thrown: unknown): string =>
  String((thrown as { digest?: unknown } | null)?.digest ?? '')

function statusOf(thrown: unknown): number {
  const [kind, ...parts] = digestOf(thrown).split(';')
  const status = kind === 'NEXT_REDIRECT' ? parts.at(-2) : parts[0]
  return Number(status) || 500
}

/** `/shop/[id]`, from the path `/shop/7` and what Next read in it. */
function routeOf(path: string, params: Params = {}): string {
  let route = `${path}/`
  for (const [name, value] of Object.entries(params)) {
    if (!value?.length) continue
    const [read, written] = Array.isArray(value)
      ? [value.join('/'), `[...${name}]`]
      : [value, `[${name}]`]
    route = route.replace(`/${read}/`, () => `/${written}/`)
  }
  return route.slice(0, -1)
}
