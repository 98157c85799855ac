import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { Gone } from '#lib/intake/http/body.ts'
import { openBudget } from '#lib/intake/http/budget.ts'
import { exchange } from '#lib/intake/http/exchange.ts'
import type { Reply, Route } from '#lib/intake/http/route.ts'
import { openRouter } from '#lib/intake/http/router.ts'
import { routes as allRoutes } from '#lib/intake/http/routes/index.ts'
import { refuseUnreadable } from '#lib/intake/http/unreadable.ts'
import type { Listener, ListenerContext } from '#lib/intake/listener.ts'
import { hostAndPort } from '#lib/intake/sockets/address.ts'
import { bound } from '#lib/intake/sockets/binding.ts'

/** What bodies take in memory, all together. */
const BODIES_BYTES = 128 * 1024 * 1024
const CONNECTIONS = 2_000
/** Beginnings and ends of requests: whoever is slower is cut off. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
}
/** What is being answered when the intake is asked to stop has this long. */
const CLOSE_MS = 4_000

/** Listens for all HTTP protocols. */
export async function openHttp(
  context: ListenerContext,
  routes: readonly Route[] = allRoutes,
): Promise<Listener | null> {
  const { env, log, stopping, isAway } = context
  if (env.intake.http === null) return null

  const router = openRouter(routes)
  const exchanging = { ...context, budget: openBudget(BODIES_BYTES) }
  let isClosing = false

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    try {
      const reply = await replyTo(request, gone.signal)
      if (stopping?.aborted || isClosing || !request.complete)
        response.setHeader('Connection', 'close')
      send(response, reply)
    } catch (error) {
      if (!(error instanceof Gone)) log.error({ err: error }, 'a request could not be answered')
      response.destroy()
    }
  }

  async function replyTo(request: IncomingMessage, signal: AbortSignal): Promise<Reply> {
    if (isAskedForHealth(request)) return health()
    const found = router(request)
    if ('reply' in found) return found.reply
    const reply = await exchange(found.route, request, { ...found, signal }, exchanging)
    return found.route.cors ? { ...reply, headers: { ...ANY_ORIGIN, ...reply.headers } } : reply
  }

  /** For balancers: whether to send here. */
  const health = (): Reply =>
    stopping?.aborted || isAway?.()
      ? { status: 503, body: { status: 'degraded' } }
      : { status: 200, body: { status: 'ok' } }

  const server = createServer(LIMITS, (request, response) => void answer(request, response))
  server.maxConnections = CONNECTIONS
  server.on('clientError', refuseUnreadable)
  const place = { what: 'HTTP', host: env.host, port: env.intake.http }
  await bound(server, place, () => server.listen(place.port, place.host))
  const { port } = server.address() as AddressInfo

  return {
    line: `HTTP on ${hostAndPort(env.host, port)}`,
    info: () => ({ http: { port } }),
    async close() {
      isClosing = true
      const closed = new Promise(resolve => server.close(resolve))
      server.closeIdleConnections()
      await Promise.race([closed, delay(CLOSE_MS, undefined, { ref: false })])
      server.closeAllConnections()
    },
  }
}

const isAskedForHealth = ({ method, url }: IncomingMessage) =>
  (method === 'GET' || method === 'HEAD') && (url === '/api/health' || url === '/api/ready')

const ANY_ORIGIN = { 'Access-Control-Allow-Origin': '*' }

function send(response: ServerResponse, { status, headers, body }: Reply) {
  const bytes =
    body === undefined || body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body))
  response.writeHead(status, {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(bytes && { 'Content-Type': 'application/json', 'Content-Length': bytes.length }),
    ...headers,
  })
  response.end(bytes)
}
