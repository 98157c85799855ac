import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { zstdDecompressSync } from 'node:zlib'
import { onTestFinished } from 'vitest'
import { projectSettings } from '#lib/projects/schema.ts'
import { linesOf } from '#lib/relay/wire/lines.ts'
import type { Unit } from '#lib/relay/wire/unit.ts'
import { ownHost } from '#tests/listeners.ts'
import { certificate, key } from '#tests/servers.ts'

/** What a centre does with a request: answers it, with a status of its own, or cuts the line before or after taking it. */
export type Manner =
  | 'takes'
  | 'cuts'
  | 'takes and cuts'
  | { status: number }
  | { later: 'too_many' | 'unavailable' }

/** A centre that counts each unit once by its key, and behaves as it is told. */
export async function fakeCentre(given: { host?: string; port?: number; tls?: boolean } = {}) {
  const host = given.host ?? ownHost()
  const taken = new Map<string, Unit>()
  const asked: string[][] = []
  const centre = { manner: 'takes' as Manner | ((units: Unit[]) => Manner), now: () => Date.now() }
  const sockets = new Set<Socket>()

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const body = zstdDecompressSync(await buffer(request))
    const units = linesOf(body).map(line => JSON.parse(line.toString()) as Unit)
    if (units.length > 0) asked.push(units.map(({ key }) => key))
    const manner = typeof centre.manner === 'function' ? centre.manner(units) : centre.manner
    if (manner === 'cuts' && units.length > 0) return request.socket.destroy()
    if (typeof manner === 'object' && 'status' in manner)
      return response.writeHead(manner.status).end('{"error":{"message":"as it was told"}}')
    const later = typeof manner === 'object' ? manner.later : undefined
    if (!later) for (const unit of units) taken.set(unit.key, unit)
    if (manner === 'takes and cuts' && units.length > 0) return request.socket.destroy()
    const status = later
      ? { status: 'later', code: later, reason: 'as it was told', seconds: 0.05 }
      : { status: 'taken', outcomes: { accepted: 1 } }
    const { gottwall, otlp } = projectSettings.parse({}).metrics
    const project = { id: 7, name: 'shop', protocols: null, metrics: { gottwall, otlp } }
    response.end(JSON.stringify({ now: centre.now(), project, units: units.map(() => status) }))
  }

  const listener: RequestListener = (request, response) => void answer(request, response)
  const server = given.tls
    ? createTlsServer({ key, cert: certificate }, listener)
    : createServer(listener)
  server.on('connection', socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(given.port ?? 0, host, resolve))
  const { port } = server.address() as AddressInfo
  async function stop() {
    for (const socket of sockets) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  }
  onTestFinished(stop)
  return Object.assign(centre, {
    ...{ port, taken, asked, stop, host, url: `http://${host}:${port}` },
    units: () => [...taken.values()],
  })
}
