import type { ServerResponse } from 'node:http'

type Write = (this: unknown, ...args: unknown[]) => unknown

/**
 * Counts the bytes of the body from here on; answers how to ask for them. What is put around `write` later, as compression is, is
 * counted as it comes out of it.
 */
export function countWritten(response: ServerResponse): () => number {
  const plain = response as unknown as Record<'write' | 'end', Write>
  const { write, end } = plain
  let bytes = 0
  let isEnding = false

  plain.write = function (...args) {
    if (!isEnding) bytes += sizeOf(args[0], args[1])
    return write.apply(this, args)
  }
  // Over HTTP/2 the end writes, over HTTP/1 it does not.
  plain.end = function (...args) {
    bytes += sizeOf(args[0], args[1])
    isEnding = true
    return end.apply(this, args)
  }
  return () => bytes
}

/** In bytes; 0 for what is none of the kinds that a body has. */
export function sizeOf(chunk: unknown, encoding?: unknown): number {
  if (typeof chunk === 'string')
    return Buffer.byteLength(chunk, typeof encoding === 'string' ? (encoding as 'utf8') : 'utf8')
  return chunk instanceof ArrayBuffer || ArrayBuffer.isView(chunk) ? chunk.byteLength : 0
}
