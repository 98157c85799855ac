import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'

/**
 * Receives webhooks and notes when each came; beside it, an address that accepts and never answers, and one where nobody listens.
 * Answers the message `told` with what came since the last one.
 */
let heard: { id: string; at: number }[] = []

const now = () => performance.timeOrigin + performance.now()

const receiver = createHttpServer((request, response) => {
  request.resume().on('end', () => {
    heard.push({ id: String(request.headers['belfry-delivery']), at: now() })
    response.end()
  })
})
const hole = createServer(socket => void socket.on('error', () => {}).resume())
const gone = createServer()

const ports = await Promise.all([receiver, hole, gone].map(portOf))
gone.close()

process.once('disconnect', () => process.exit())
process.on('message', () => {
  process.send?.(heard)
  heard = []
})
process.send?.(ports)

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
