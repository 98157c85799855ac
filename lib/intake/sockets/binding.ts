import type { EventEmitter } from 'node:events'
import { reasonOf, UserError } from '#lib/failures.ts'
import { hostAndPort } from '#lib/intake/sockets/address.ts'

export interface Place {
  /** for what, as people know it: `syslog over TCP` */
  what: string
  host: string
  port: number
}

/** What a person is told when a socket cannot be bound. */
export function cannotListen({ what, host, port }: Place, error: unknown): UserError {
  const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
  return new UserError(
    `Cannot listen for ${what} on ${hostAndPort(host, port)}: ${isTaken ? 'the port is taken' : reasonOf(error)}.`,
    { code: isTaken ? 'conflict' : 'invalid' },
  )
}

/** Waits until a socket is bound; throws a UserError that says where it cannot be. */
export async function bound(socket: EventEmitter, place: Place, bind: () => void): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('listening', resolve).once('error', reject)
      bind()
    })
  } catch (error) {
    throw cannotListen(place, error)
  } finally {
    socket.removeAllListeners('error').removeAllListeners('listening')
  }
}
