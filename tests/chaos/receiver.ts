import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'

/** How a channel behaves. `dead`: it accepts and never answers. `garbage`: what it answers is no HTTP. */
export const MANNERS = ['slow', 'failing', 'garbage', 'cutting', 'dead'] as const
export type Manner = 'well' | (typeof MANNERS)[number]

const SLOW_MS = 1_500

/** A request that came whole, whatever was answered. */
export interface Arrival {
  /** the same at each attempt */
  id: string
  /** milliseconds of `performance.now()` */
  at: number
  /** whether it was answered that all is well */
  taken: boolean
}

/** A web server that takes webhooks. */
export interface Receiver {
  url: string
  arrivals: readonly Arrival[]
  manner(next: Manner): void
  close(): Promise<void>
}

export async function openReceiver(): Promise<Receiver> {
  const arrivals: Arrival[] = []
  let manner: Manner = 'well'

  async function take(request: IncomingMessage, response: ServerResponse) {
    await text(request)
    const arrival = { id: String(request.headers['idempotency-key']), at: performance.now() }
    const came = { ...arrival, taken: false }
    arrivals.push(came)
    if (manner === 'slow') await delay(SLOW_MS)
    if (manner === 'failing') return void response.writeHead(500).end('not now')
    if (manner === 'garbage') return void request.socket.end('\0\xffthis is no HTTP\r\n\r\n')
    if (manner === 'cutting') return void request.socket.destroy()
    if (manner === 'dead') return
    came.taken = true
    response.writeHead(204).end()
  }

  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    arrivals,
    manner(next) {
      manner = next
      // Who waits for an answer of the dead waits no longer.
      if (next === 'well') server.closeAllConnections()
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
