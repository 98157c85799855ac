import { randomInt } from 'node:crypto'
import type { Socket } from 'zeromq'
import { UserError } from '#lib/failures.ts'
import { cannotListen, type Place } from '#lib/intake/sockets/binding.ts'

const ATTEMPTS = 50

/** Whether a socket for it is to be made for IPv6. */
export const isIpv6 = (host: string): boolean => host.includes(':')

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
