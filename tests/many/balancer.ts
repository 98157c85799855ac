import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { until } from '#tests/until.ts'

const CHECK_MS = 50

/** Shares requests between processes that say that they are well, over connections that stay open. */
export interface Balancer {
  url: string
  /** Sends there too from now on; resolves once it is well. */
  add(port: number): Promise<void>
  /** Resolves once it has said that it is not well any more: nobody is sent there from now on. */
  gone(port: number): Promise<void>
  close(): Promise<void>
}

/** As balancers do, it tries nothing twice: what a process does not answer is a 502. */
export async function openBalancer(): Promise<Balancer> {
  const ports = new Set<number>()
  const well = new Set<number>()
  const agent = new Agent({ keepAlive: true })
  const checks = new Map<number, Promise<void>>()
  let turn = 0

  async function check(port: number) {
    while (ports.has(port)) {
      const isWell = await fetch(`http://127.0.0.1:${port}/api/ready`).then(
        answer => answer.body?.cancel().then(() => answer.ok),
        () => false,
      )
      if (isWell) well.add(port)
      else well.delete(port)
      await delay(CHECK_MS)
    }
    well.delete(port)
  }

  async function pass(asked: IncomingMessage, response: ServerResponse) {
    const body = await buffer(asked)
    const places = [...well]
    const port = places[turn++ % places.length]
    if (port === undefined) return void response.writeHead(502).end('nobody is well')
    const { method, url: path, headers } = asked
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent }, answer => {
      const { connection, ...others } = answer.headers
      response.writeHead(answer.statusCode ?? 502, others)
      answer.pipe(response)
      answer.once('aborted', () => response.destroy())
    })
    sent.once('error', error => response.headersSent || response.writeHead(502).end(error.message))
    response.once('close', () => sent.destroy())
    sent.end(body)
  }

  const server = createServer((asked, response) => {
    pass(asked, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async add(port) {
      ports.add(port)
      checks.set(port, check(port))
      await until(() => well.has(port))
    },
    async gone(port) {
      await until(() => !well.has(port))
      ports.delete(port)
    },
    async close() {
      ports.clear()
      await Promise.all(checks.values())
      server.closeAllConnections()
      server.close()
      agent.destroy()
      await once(server, 'close')
    },
  }
}
