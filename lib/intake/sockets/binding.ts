import type { EventEmitter } from 'node:events'
import { reasonOf, UserError } from '#lib/failures.ts'
import { hostAndPort } from '#lib/intake/sockets/address.ts'

export interface Place {
  /** for what, as people know it: `syslog over TCP` */
  what: string
  host: string
  port: number
}

/** Waits until a socket is bound; throws a UserError that says where it cannot be. */
export async function bound(socket: EventEmitter, place: Place, bind: () => void): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('listening', resolve).once('error', reject)
      bind()
    })
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
    throw new UserError(
      `Cannot listen for ${place.what} on ${hostAndPort(place.host, place.port)}: ${isTaken ? 'the port is taken' : reasonOf(error)}.`,
      { code: isTaken ? 'conflict' : 'invalid' },
    )
  } finally {
    socket.removeAllListeners('error').removeAllListeners('listening')
  }
}
