import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { listenTcp, type TcpListener, type TcpOptions } from '#lib/intake/sockets/tcp.ts'

export interface Seen {
  /** what each connection sent, in the order in which they came */
  streams: { text: string; isEnded: boolean }[]
  refused: string[]
  broken: unknown[]
}

/** A listener on a free port of loopback whose streams are texts that end with a line feed; `!` breaks one. */
export async function listening(options: Partial<TcpOptions> = {}) {
  const seen: Seen = { streams: [], refused: [], broken: [] }
  const listener = await listenTcp({
    what: 'a test',
    host: '127.0.0.1',
    port: 0,
    limits: { all: 100, ofOne: 100 },
    room: () => undefined,
    open: () => {
      const stream = { text: '', isEnded: false }
      seen.streams.push(stream)
      return {
        read(chunk) {
          if (chunk.includes('!')) throw new Error('broken')
          stream.text += chunk
          return 1
        },
        end() {
          stream.isEnded = true
        },
        isInside: () => !stream.text.endsWith('\n'),
      }
    },
    onRefused: (_, reason) => void seen.refused.push(reason),
    onBroken: (_, error) => void seen.broken.push(error),
    ...options,
  })
  return { listener, seen }
}

export async function connected({ port }: TcpListener): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  await once(socket, 'connect')
  return socket
}
