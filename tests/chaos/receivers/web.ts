import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type Arrival,
  type Manner,
  type Receiver,
  SLOW_MS,
} from '#tests/chaos/receivers/receiver.ts'

/** A web server that takes webhooks. */
export async function openWebReceiver(): Promise<Receiver> {
  const arrivals: Arrival[] = []
  let manner: Manner = 'well'

  async function take(request: IncomingMessage, response: ServerResponse) {
    const begunAt = new Date()
    await text(request)
    const id = String(request.headers['idempotency-key'])
    const came = { id, at: performance.now(), begunAt, taken: false }
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
    type: 'webhook',
    config: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` },
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
