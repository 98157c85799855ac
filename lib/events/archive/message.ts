import { Double, writeMessage } from '#lib/msgpack/write.ts'

/** What is written of an event; times are unix seconds. */
export interface Written {
  type: string
  id: string
  uid: string
  host: string
  pid: number | null
  start: number
  end: number
  traits: object | null
}

/** An event as BlueOx's programs write and read it, and its uid. */
export const messageOf = ({ type, id, uid, host, pid, start, end, traits }: Written): Buffer =>
  writeMessage({
    ...{ id, type, host, pid, start: new Double(start), end: new Double(end) },
    ...{ body: traits ?? {}, ...(uid && { uid }) },
  })

const CHUNK_BYTES = 64 * 1024

/** The same bytes in larger pieces: packing and writing many small ones takes twice as long. */
export async function* inChunks(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let held: Buffer[] = []
  let length = 0
  for await (const piece of pieces) {
    held.push(piece)
    length += piece.length
    if (length < CHUNK_BYTES) continue
    yield Buffer.concat(held)
    held = []
    length = 0
  }
  if (length > 0) yield Buffer.concat(held)
}
