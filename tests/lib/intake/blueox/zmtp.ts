import { once } from 'node:events'
import { connect } from 'node:net'
import { until } from '#tests/until.ts'

const GREETING_BYTES = 64
const LENGTH_IN_EIGHT_BYTES = 2

export interface Frame {
  flags: number
  bytes: Buffer
}

/** What stands on a connection of ZMTP 3, up to the last whole frame (RFC 37). */
export function framesOf(said: Buffer): { greeting: Buffer; frames: Frame[] } {
  const frames: Frame[] = []
  for (let at = GREETING_BYTES; at + 2 <= said.length; ) {
    const flags = said.readUInt8(at)
    const isLong = (flags & LENGTH_IN_EIGHT_BYTES) !== 0
    if (isLong && at + 9 > said.length) break
    const length = isLong ? Number(said.readBigUInt64BE(at + 1)) : said.readUInt8(at + 1)
    const from = at + (isLong ? 9 : 2)
    if (from + length > said.length) break
    frames.push({ flags, bytes: said.subarray(from, from + length) })
    at = from + length
  }
  return { greeting: said.subarray(0, GREETING_BYTES), frames }
}

/**
 * Says this on a raw connection, in turns as ZMTP has them: the greeting, READY once the greeting of the other side is there, everything
 * else once its READY is. All that the other side said is kept.
 */
export async function speak(port: number, bytes: Buffer) {
  const socket = connect(port, '127.0.0.1')
  let said: Buffer = Buffer.alloc(0)
  socket.on('data', data => {
    said = Buffer.concat([said, data])
  })
  await once(socket, 'connect')
  const readyEnd = GREETING_BYTES + 2 + (bytes[GREETING_BYTES + 1] ?? 0)
  socket.write(bytes.subarray(0, GREETING_BYTES))
  await until(() => said.length >= GREETING_BYTES)
  socket.write(bytes.subarray(GREETING_BYTES, readyEnd))
  await until(() => framesOf(said).frames.length > 0)
  socket.write(bytes.subarray(readyEnd))
  return { said: () => said, close: () => void socket.destroy() }
}
