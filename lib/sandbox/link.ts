import type { Duplex } from 'node:stream'
import { encode, type Frame, frameReader } from '#lib/sandbox/frames.ts'
import { UNREAD_LIMIT } from '#lib/sandbox/limits.ts'

export interface Link {
  send(frame: Frame): void
}

/**
 * Sends and takes frames over a socket. What is sent in one turn of the event loop goes as one write,
 * since a write costs more than a frame. `broken` is called once, when the other side breaks the protocol
 * or reads nothing any more.
 */
export function openLink(
  socket: Duplex,
  take: (frame: Frame) => void,
  broken: (error: Error) => void,
): Link {
  let waiting: Buffer[] = []
  const flush = () => {
    const frames = waiting
    waiting = []
    if (socket.writable) socket.write(frames.length === 1 ? frames[0] : Buffer.concat(frames))
    if (socket.writableLength > UNREAD_LIMIT) giveUp(new Error('what is sent is not read'))
  }
  const giveUp = (error: Error) => {
    socket.removeAllListeners('data').destroy()
    broken(error)
  }

  const read = frameReader(take)
  socket.on('data', (bytes: Buffer) => {
    try {
      read(bytes)
    } catch (error) {
      giveUp(error as Error)
    }
  })
  // The other process is gone; its end is told by its exit.
  socket.on('error', () => {})

  return {
    send(frame) {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push(encode(frame))
    },
  }
}
