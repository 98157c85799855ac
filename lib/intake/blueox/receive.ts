import type { Readable, Socket } from 'zeromq'
import type { Log } from '#lib/log.ts'

/** How long a socket is waited on before it is looked whether it is to be closed. */
export const WAIT_MS = 100

/** What came next; null when nothing came for a while. */
export async function nextOf(socket: Readable): Promise<Buffer[] | null> {
  try {
    return (await socket.receive()) as Buffer[]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return null
    throw error
  }
}

/**
 * Nobody new is let in, and who is connected is hung up on; what was received already can still be read. Nothing may be read meanwhile:
 * it is done by another thread, and a socket of ZeroMQ is of one at a time.
 */
export async function letGo(socket: Socket, log: Log): Promise<void> {
  const endpoint = socket.lastEndpoint
  if (endpoint === null) return
  await socket.unbind(endpoint).catch((error: unknown) => {
    log.warn({ err: error, endpoint }, 'a ZeroMQ socket could not be unbound')
  })
}
