import { type Duplex, pipeline, Readable } from 'node:stream'
import * as zlib from 'node:zlib'
import unbzip2 from 'unbzip2-stream'
import type { Packing } from '#lib/events/archive/names.ts'
import { reasonOf, UserError } from '#lib/failures.ts'

/** What Node's packers say of bytes that are not theirs. */
const OF_PACKERS = /^(Z|ZSTD)_/

type Chunks = AsyncIterable<Uint8Array>

/** What new files are packed with: everything unpacks it. */
export const NEW_PACKING = 'gz' satisfies Packing

export const packed = (chunks: Chunks): Chunks => through(chunks, zlib.createGzip())

/** The bytes of a file as they were before they were packed. Throws when they break off. */
export function unpacked(chunks: Chunks, packing: Packing | null): Chunks {
  if (packing === 'gz') return through(chunks, zlib.createGunzip())
  if (packing === 'bz2') return unbzipped(chunks)
  if (packing === null) return chunks
  // Node 20 has none.
  if (!zlib.createZstdDecompress)
    throw new UserError(`A file that is packed by zstd takes a newer Node than ${process.version}.`)
  return through(chunks, zlib.createZstdDecompress())
}

/** A failure of either is one of the stream that is answered, and ends both. */
const through = (chunks: Chunks, packer: Duplex): Chunks =>
  pipeline(Readable.from(chunks, { objectMode: false }), packer, () => {})

/** It gives what it has while it is written to. */
async function* unbzipped(chunks: Chunks): AsyncGenerator<Uint8Array, void> {
  const unpacker = unbzip2()
  const done: Uint8Array[] = []
  let failed: Error | undefined
  unpacker.on('data', (bytes: Uint8Array) => done.push(bytes))
  unpacker.on('error', (error: unknown) => {
    failed = new UserError(`It is not packed by bzip2 as its name says: ${reasonOf(error)}.`)
  })
  for await (const chunk of chunks) {
    unpacker.write(chunk)
    if (failed) throw failed
    yield* done.splice(0)
  }
  unpacker.end()
  if (failed) throw failed
  yield* done
}

/** Whether a failure is one of what is in a file, and not of reading it. */
export const isOfContent = (error: unknown): boolean =>
  error instanceof UserError || OF_PACKERS.test(String((error as NodeJS.ErrnoException).code))
