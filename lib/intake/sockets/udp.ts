import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { plainAddress } from '#lib/intake/sockets/address.ts'
import { bound, type Place } from '#lib/intake/sockets/binding.ts'
import { lostAt } from '#lib/intake/sockets/lost.ts'

/** As much as the system grants of it (net.core.rmem_max): what comes while the process is busy waits there. */
const RECEIVE_BYTES = 16 * 1024 * 1024
const LOOK_MS = 5_000

export interface UdpOptions extends Place {
  /** What it throws costs this datagram only. */
  onDatagram(bytes: Buffer, address: string): void
  onBroken(address: string, error: unknown): void
  /** so many more did not fit into the system's buffer */
  onLost(count: number): void
}

export interface UdpListener {
  port: number
  close(): Promise<void>
}

/** Reads datagrams. Throws a UserError when it cannot be bound. */
export async function listenUdp(options: UdpOptions): Promise<UdpListener> {
  const socket = createSocket({
    type: isIPv6(options.host) ? 'udp6' : 'udp4',
    recvBufferSize: RECEIVE_BYTES,
  })
  await bound(socket, options, () => socket.bind(options.port, options.host))
  // An error of one datagram (a peer that refuses an answer) is none of the socket.
  socket.on('error', () => {})
  socket.on('message', (bytes, { address }) => take(bytes, plainAddress(address)))
  const { port } = socket.address()
  let lost = await lostAt(port)
  const looking = setInterval(() => void look(), LOOK_MS).unref()

  function take(bytes: Buffer, address: string) {
    try {
      options.onDatagram(bytes, address)
    } catch (error) {
      options.onBroken(address, error)
    }
  }

  async function look() {
    const now = await lostAt(port)
    if (now > lost) options.onLost(now - lost)
    lost = now
  }

  return {
    port,
    async close() {
      clearInterval(looking)
      await look()
      await new Promise<void>(resolve => socket.close(() => resolve()))
    },
  }
}
