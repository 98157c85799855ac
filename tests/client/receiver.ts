import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

/** What came in one request. */
export interface Received {
  path: string | undefined
  authorization: string | undefined
  text: string
  /** each of it that is JSON */
  items: Record<string, unknown>[]
}

export interface Receiver {
  readonly dsn: string
  /** what was taken */
  readonly taken: Received[]
  readonly items: Record<string, unknown>[]
  readonly asked: number
  answer(by: (received: Received) => { status: number; headers?: Record<string, string> }): void
  /** Comes back at the same port. */
  open(): Promise<void>
  close(): Promise<void>
}

/** An intake that takes everything, or answers as it is told. */
export async function openReceiver(): Promise<Receiver> {
  let taken: Received[] = []
  let asked = 0
  let port = 0
  let reply: Parameters<Receiver['answer']>[0] = () => ({ status: 200 })
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const text = String(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body)
    const items = text.split('\n').map(line => JSON.parse(line))
    const { authorization } = request.headers
    const received = { path: request.url, authorization, text, items }
    asked++
    const { status, headers } = reply(received)
    if (status === 200) taken = [...taken, received]
    response.writeHead(status, headers).end('{}')
  })
  const open = () =>
    new Promise<void>(resolve => void server.listen(port, '127.0.0.1', () => resolve()))
  await open()
  port = (server.address() as AddressInfo).port
  return {
    dsn: `http://key:secret@127.0.0.1:${port}/shop`,
    get taken() {
      return taken
    },
    get items() {
      return taken.flatMap(({ items }) => items)
    },
    get asked() {
      return asked
    },
    answer(by) {
      reply = by
    },
    open,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
