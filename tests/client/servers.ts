import { createServer, type IncomingMessage, type Server, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server on a free port of loopback. Its own address, and how to end it with all its connections. */
export async function listening(server: Server): Promise<{ url: string; close(): Promise<void> }> {
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export const serving = (answer: Parameters<typeof createServer>[1]) =>
  listening(createServer(answer))

/** Asks and goes away as soon as the server has begun to work. */
export const askAndLeave = (url: string, begun: Promise<unknown>): Promise<void> =>
  new Promise(resolve => {
    const asking = send(url, (answer: IncomingMessage) => answer.resume())
    asking.on('error', () => resolve())
    asking.end()
    void begun.then(() => asking.destroy())
  })
