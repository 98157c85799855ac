import { randomInt } from 'node:crypto'
import type { Socket } from 'zeromq'
import { UserError } from '#lib/failures.ts'
import { cannotListen, type Place } from '#lib/intake/sockets/binding.ts'

const ATTEMPTS = 50

/** A peer whose machine is gone is noticed after some minutes. */
const IDLE_SECONDS = 60

const isIpv6 = (host: string) => host.includes(':')

/** What every socket is made with. */
export const optionsFor = (host: string) => ({
  ipv6: isIpv6(host),
  tcpKeepalive: 1,
  tcpKeepaliveIdle: IDLE_SECONDS,
})

/** Binds a ZeroMQ socket; 0 is any free port. Answers the port. Closes it and throws a UserError when it cannot be bound. */
export async function bindTo(socket: Socket, place: Place): Promise<number> {
  try {
    return await bind(socket, place)
  } catch (error) {
    socket.close()
    throw error
  }
}

/** The same with a port by chance. */
export async function bindBetween(
  socket: Socket,
  { from, to }: { from: number; to: number },
  place: Omit<Place, 'port'>,
): Promise<number> {
  for (let attempt = 1; ; attempt++)
    try {
      return await bind(socket, { ...place, port: randomInt(from, to + 1) })
    } catch (error) {
      const isTaken = error instanceof UserError && error.code === 'conflict'
      if (isTaken && attempt < ATTEMPTS) continue
      socket.close()
      throw error
    }
}

async function bind(socket: Socket, place: Place): Promise<number> {
  const { host, port } = place
  try {
    await socket.bind(`tcp://${isIpv6(host) ? `[${host}]` : host}:${port === 0 ? '*' : port}`)
  } catch (error) {
    throw cannotListen(place, error)
  }
  return Number(socket.lastEndpoint?.match(/\d+$/)?.[0])
}
