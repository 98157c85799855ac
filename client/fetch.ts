import type { Context } from './context.ts'
import {
  isTraced,
  type OutgoingOptions,
  openOutgoing,
  tellFailure,
  tellResponse,
} from './web/outgoing.ts'
import { sizeOf } from './web/written.ts'

type Fetch = typeof globalThis.fetch
type Input = Parameters<Fetch>[0]
type Init = Parameters<Fetch>[1]

/**
 * The same `fetch`, each request a piece of work from its beginning until its answer begins: `request.uri`, `.method`, `.size`,
 * `response.code`, `.size`, as far as the sizes are known by then. What it throws goes on.
 */
export const recordedFetch =
  (fetch: Fetch, options: OutgoingOptions = {}): Fetch =>
  async (input, init) => {
    const address = input instanceof Request ? input.url : String(input)
    const open = openOutgoing(options, { address, ...shapeOf(input, init) })
    try {
      const sent = isTraced(options, address) ? traced(open, input, init) : init
      const response = await open.run(() => fetch(input, sent))
      tellResponse(open, response.status, response.headers.get('content-length'))
      return response
    } catch (error) {
      tellFailure(open, error, address)
      throw error
    } finally {
      open.done()
    }
  }

/** From now on every `fetch` of this process is recorded. Answers how to stop. */
export function recordFetch(options: OutgoingOptions = {}): () => void {
  const before = globalThis.fetch
  const recorded = recordedFetch(before, options)
  globalThis.fetch = recorded
  return () => {
    if (globalThis.fetch === recorded) globalThis.fetch = before
  }
}

function shapeOf(input: Input, init: Init) {
  const given = input instanceof Request ? input : undefined
  const method = (init?.method ?? given?.method ?? 'GET').toUpperCase()
  return { method, size: bodySize(init?.body ?? given?.body) }
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
function traced(open: Context, input: Input, init: Init): Init {
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : {}))
  if (headers.has('traceparent')) return init
  headers.set('traceparent', open.traceparent)
  return { ...init, headers }
}
