import type { IncomingHttpHeaders } from 'node:http'
import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

export const ACCEPTED_ENCODINGS = 'gzip, deflate, br'

const decoders: Record<string, () => NodeJS.ReadWriteStream> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** Throws when a body is longer than its limit, as received or unpacked. */
export class TooLong extends Error {}

/** Reads a whole body, unpacked, and stops reading where it becomes too long. */
export async function readBody(
  body: Readable,
  headers: IncomingHttpHeaders,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of unpacked(body, headers) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > maxBytes) throw new TooLong()
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function unpacked(body: Readable, headers: IncomingHttpHeaders): AsyncIterable<unknown> {
  const encoding = String(headers['content-encoding'] ?? '').toLowerCase()
  const decoder = Object.hasOwn(decoders, encoding) ? decoders[encoding]?.() : undefined
  // What breaks on one side ends the other; the one who reads hears of it there.
  return decoder ? pipeline(body, decoder, () => {}) : body
}
