import { Context, type ContextOptions } from './context.ts'
import { stackOf } from './thrown.ts'
import { urlOf } from './url.ts'
import { tellableUri } from './web/uri.ts'
import { sizeOf } from './web/written.ts'

export interface FetchOptions {
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
])

/**
 * The same `fetch`, each request a piece of work from its beginning until its answer begins: `request.uri`, `.method`, `.size`,
 * `response.code`, `.size`, as far as the sizes are known by then. What it throws goes on.
 */
export const recordedFetch =
  (fetch: typeof globalThis.fetch, options: FetchOptions = {}): typeof globalThis.fetch =>
  async (input, init) => {
    const { name = '.httpclient', sample } = options
    const open = new Context(name, { sample })
    try {
      tellRequest(open, input, init)
      const response = await open.run(() => fetch(input, traced(open, input, init, options)))
      tellResponse(open, response)
      return response
    } catch (error) {
      tellFailure(open, error, addressOf(input))
      throw error
    } finally {
      open.done()
    }
  }

/** From now on every `fetch` of this process is recorded. Answers how to stop. */
export function recordFetch(options: FetchOptions = {}): () => void {
  const before = globalThis.fetch
  const recorded = recordedFetch(before, options)
  globalThis.fetch = recorded
  return () => {
    if (globalThis.fetch === recorded) globalThis.fetch = before
  }
}

type Input = Parameters<typeof globalThis.fetch>[0]
type Init = Parameters<typeof globalThis.fetch>[1]

const addressOf = (input: Input): string => (input instanceof Request ? input.url : String(input))

function tellRequest(open: Context, input: Input, init: Init) {
  const given = input instanceof Request ? input : undefined
  open.set('request.uri', tellableUri(addressOf(input)))
  open.set('request.method', (init?.method ?? given?.method ?? 'GET').toUpperCase())
  const size = bodySize(init?.body ?? given?.body)
  if (size !== undefined) open.set('request.size', size)
}

/** Undefined for a stream or a form, which are not known before they are sent. */
function bodySize(body: unknown): number | undefined {
  if (body === undefined || body === null) return 0
  if (body instanceof Blob) return body.size
  if (body instanceof URLSearchParams) return sizeOf(String(body))
  const isPlain =
    typeof body === 'string' || body instanceof ArrayBuffer || ArrayBuffer.isView(body)
  return isPlain ? sizeOf(body) : undefined
}

/** With the header that ties what is done there to this, unless the application has set one. */
function traced(open: Context, input: Input, init: Init, { traces }: FetchOptions): Init {
  const url = urlOf(addressOf(input))
  if (!url || traces?.(url) === false) return init
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : {}))
  if (headers.has('traceparent')) return init
  headers.set('traceparent', open.traceparent)
  return { ...init, headers }
}

function tellResponse(open: Context, response: Response) {
  open.set('response.code', response.status)
  const length = response.headers.get('content-length')
  if (length !== null) open.set('response.size', Number(length))
}

/** What Node's own fetch throws says why in its cause only. */
function tellFailure(open: Context, error: unknown, address: string) {
  const { name, cause } = (error ?? {}) as Error
  if (TIME_OUTS.has(name) || TIME_OUTS.has((cause as Error | undefined)?.name ?? ''))
    open.set('response.code', TIMED_OUT)
  const why = cause === undefined ? '' : `\nCaused by: ${stackOf(cause)}`
  open.set('exception', `${stackOf(error)}${why}`.replaceAll(address, tellableUri(address)))
}
