import type { Duplex } from 'node:stream'
import { encode, type Frame, frameReader } from '#lib/sandbox/frames.ts'

export interface Link {
  send(frame: Frame): void
}

/**
 * Sends and takes frames over a socket. What is sent in one turn of the event loop goes as one write,
 * since a write costs more than a frame. `broken` is called once, when the other side breaks the protocol.
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
  }

  const read = frameReader(take)
  socket.on('data', (bytes: Buffer) => {
    try {
      read(bytes)
    } catch (error) {
      socket.removeAllListeners('data').destroy()
      broken(error as Error)
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
