import { Socket } from 'node:net'
import type { Watch } from '#tests/kill-points/doors/door.ts'

/** What is said on a connection. It has had its effect when something comes back. */
export function watchNetwork({ isFatal, die }: Watch): void {
  const write = Socket.prototype.write as (this: Socket, ...given: unknown[]) => boolean

  Socket.prototype.write = function (this: Socket, ...given: unknown[]) {
    if (isFatal({ door: 'network', says: [textOf(given[0])] })) this.once('data', die)
    return write.apply(this, given)
  } as typeof Socket.prototype.write
}

const textOf = (given: unknown) =>
  typeof given === 'string' ? given : Buffer.from(given as Uint8Array).toString('latin1')
