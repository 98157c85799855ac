import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bound } from '#lib/intake/sockets/binding.ts'
import { prometheusOf } from '#lib/relay/status/prometheus.ts'
import type { RelayStatus } from '#lib/relay/status/status.ts'
import { statusInWords } from '#lib/relay/status/words.ts'

const HOST = '127.0.0.1'
/** What is asked for here is short. */
const LIMITS = { headersTimeout: 5_000, requestTimeout: 5_000, maxHeaderSize: 8_192 }

const PAGES: Record<string, { type: string; text(status: RelayStatus): string }> = {
  '/': { type: 'text/plain; charset=utf-8', text: statusInWords },
  '/status': { type: 'application/json', text: status => JSON.stringify(status) },
  '/metrics': { type: 'text/plain; version=0.0.4; charset=utf-8', text: prometheusOf },
}

/** Shows how the relay is to this machine only: `/` for people, `/status` as JSON, `/metrics` for Prometheus. */
export async function serveStatus(port: number, status: () => RelayStatus) {
  const server = createServer(LIMITS, ({ method, url = '/' }, response) => {
    const page = Object.hasOwn(PAGES, url) ? PAGES[url] : undefined
    if (method !== 'GET' || !page) answer(response, 404, 'text/plain', 'Not here.\n')
    else answer(response, 200, page.type, page.text(status()))
  })
  await bound(server, { what: 'the relay’s status', host: HOST, port }, () =>
    server.listen(port, HOST),
  )
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function answer(response: ServerResponse, code: number, type: string, text: string) {
  response.writeHead(code, { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff' }).end(text)
}
