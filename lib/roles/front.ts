import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { contentPolicy, isForAll, NONCE_HEADER } from '#lib/access/content-policy.ts'
import { believeForwarded } from '#lib/access/forwarded.ts'
import { refusalOf } from '#lib/access/refusal.ts'
import { webHeaders } from '#lib/access/web-headers.ts'
import { servedAt } from '#lib/charts/gottwall/paths.ts'
import type { Env } from '#lib/env.ts'

/** How long a client may take. A proxy or a browser sends its headers at once; scripts and forms are small. */
const HEADERS_MS = 10_000
const REQUEST_MS = 60_000
const CHECK_MS = 2_000
/** Longer than a live page is silent, and than any answer takes to begin. */
const IDLE_MS = 300_000
/** Each holds memory, whoever opened it; a proxy needs few, and so do people. */
const CONNECTION_LIMIT = 5_000

const HEALTH = '/api/health'
/** Of this process alone: all pages are not to go away because an engine is dead. */
const READY = '/api/ready'

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** The web server that stands before Next: with it a client that is slow on purpose holds nobody up. */
export const openServer = (isDev: boolean): Server => {
  const server = createServer({
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
    connectionsCheckingInterval: CHECK_MS,
    // Only the development server speaks WebSocket; to Next an upgrade is a way around proxy.ts.
    shouldUpgradeCallback: () => isDev,
  })
  server.timeout = IDLE_MS
  server.maxConnections = CONNECTION_LIMIT
  return server
}

/**
 * Goes before everything that is answered, files and errors included: believes no header that a client may not
 * send, gives every answer its headers, and refuses what can only be meant badly. Once the signal has aborted it sends away
 * who would come again.
 */
export function withFront(
  handle: Handle,
  { url, proxies, signal }: Pick<Env, 'url' | 'proxies'> & { signal: AbortSignal },
  isDev: boolean,
): Handle {
  const everyAnswers = Object.entries(webHeaders(url))
  const ofAnswersForAll = Object.entries(webHeaders(url, true))

  return async (request, response) => {
    const { headers, socket } = request
    believeForwarded(headers, socket.remoteAddress ?? '', proxies)

    request.url = servedAt(request.url ?? '')
    const path = pathOf(request)
    const nonce = randomBytes(16).toString('base64')
    const policy = contentPolicy(path, nonce, isDev)
    // Next reads the nonce of its scripts from here.
    headers['content-security-policy'] = policy
    headers[NONCE_HEADER] = nonce
    for (const [name, value] of isForAll(path) ? ofAnswersForAll : everyAnswers)
      response.setHeader(name, value)
    response.setHeader('content-security-policy', policy)
    // The files of a build are the same for all and for ever; Next says so by itself.
    if (!path.startsWith('/_next/static/')) response.setHeader('cache-control', 'no-store')

    // Balancers leave, and who is still there connects to another process the next time.
    if (signal.aborted) response.setHeader('connection', 'close')
    if (path === READY) return void tellReady(response, !signal.aborted)
    if (signal.aborted && path === HEALTH) return void tellReady(response, false)

    const refusal = refusalOf(request, url)
    if (!refusal) return handle(request, response)
    // Its body is not read: the connection has no further use.
    response.writeHead(refusal.status, {
      'content-type': 'text/plain',
      'cache-control': 'no-store',
      connection: 'close',
    })
    response.end(`${refusal.message}\n`)
  }
}

function tellReady(response: ServerResponse, isReady: boolean): void {
  response.writeHead(isReady ? 200 : 503, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ status: isReady ? 'ok' : 'degraded' }))
}

const pathOf = ({ url = '' }: IncomingMessage) => url.split('?', 1)[0] ?? ''
