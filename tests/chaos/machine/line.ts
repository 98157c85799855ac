import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * What a line does with what is sent over it. `cut`: connections end, and new ones too. `silent`: nothing comes through, and nobody is told.
 * `slow`: every piece comes late.
 */
export type Manner = 'open' | 'cut' | 'silent' | 'slow'

const LATE_MS = 40

export interface Target {
  host: string
  port: number
}

/** The network between two: listens on loopback, and passes on. */
export interface Line {
  port: number
  manner(next: Manner): void
  close(): Promise<void>
}

export async function openLine(target: Target): Promise<Line> {
  const sockets = new Set<Socket>()
  let manner: Manner = 'open'
  let changed = Promise.withResolvers<void>()

  const server = createServer({ noDelay: true }, near => {
    if (manner === 'cut') return void near.destroy()
    const far = connect({ ...target, noDelay: true })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => {})
      one.once('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      pass(one, other).catch(() => one.destroy())
    }
  })

  async function pass(from: Socket, to: Socket) {
    for await (const piece of from) {
      while (manner === 'silent') await changed.promise
      if (manner === 'slow') await delay(LATE_MS)
      if (to.destroyed) return
      if (!to.write(piece)) await once(to, 'drain')
    }
    to.end()
  }

  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    manner(next) {
      manner = next
      if (next === 'cut') cutAll()
      changed.resolve()
      changed = Promise.withResolvers()
    },
    async close() {
      server.close()
      cutAll()
      await once(server, 'close')
    },
  }
}
