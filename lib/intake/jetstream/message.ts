import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { UserError } from '#lib/failures.ts'
import { linesOf } from '#lib/relay/wire/lines.ts'

/**
 * What one message holds of units before it is packed, in characters. Of three bytes each, and however little packing helps, that is
 * below the mebibyte that servers take.
 */
export const LINE_LENGTH = 336 * 1024
/** Many times what one of ours unpacks to. */
const UNPACKED_BYTES = 16 * 1024 * 1024

const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** Units, one a line, as messages: each of whole lines. */
export function messagesOf(payload: Buffer): Buffer[] {
  const messages: Buffer[][] = []
  let room = 0
  for (const line of linesOf(payload)) {
    room -= line.length + 1
    if (room >= 0) messages.at(-1)?.push(NEW_LINE, line)
    else {
      messages.push([line])
      room = LINE_LENGTH - line.length
    }
  }
  return messages.map(lines => zstdCompressSync(Buffer.concat(lines), fast))
}

const NEW_LINE = Buffer.from('\n')

/** The units of a message. Throws a UserError when it is none. */
export function unpacked(message: Uint8Array): Buffer {
  try {
    return zstdDecompressSync(message, { maxOutputLength: UNPACKED_BYTES })
  } catch {
    throw new UserError('The message is not packed as an intake does.')
  }
}
