import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UserError } from '#lib/failures.ts'

/** The longest path of a socket that every system takes. */
const PATH_LIMIT = 100

/**
 * Holds a folder for this process, however it ends: a socket in it that is listened to. Throws a UserError when another
 * process holds it. Answers how to let go.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = socketPath(folder)
  if (await isHeld(path)) throw new UserError(`Another relay uses ${folder}.`, { code: 'conflict' })
  await rm(path, { force: true })
  const server = createServer(socket => socket.destroy()).unref()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  return () => new Promise(resolve => server.close(() => resolve()))
}

function socketPath(folder: string): string {
  const inside = join(folder, 'relay.sock')
  if (inside.length <= PATH_LIMIT) return inside
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  return join(tmpdir(), `belfry-relay-${name}.sock`)
}

const isHeld = (path: string) =>
  new Promise<boolean>(resolve => {
    const socket = connect(path)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
