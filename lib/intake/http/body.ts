import type { IncomingMessage } from 'node:http'
import type { Transform } from 'node:stream'
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib'
import { UserError } from '#lib/failures.ts'
import type { Budget } from '#lib/intake/http/budget.ts'
import type { Route } from '#lib/intake/http/route.ts'

/** So much of a body that is too large is read away, so that the sender reads why; then the line is cut. */
const READ_AWAY_BYTES = 16 * 1024 * 1024

const decoders: Record<string, () => Transform> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
}

/** The sender went away before its request was whole: nobody is left to answer. */
export class Gone extends Error {}

/**
 * Reads a whole body, unpacked, within its limits and what is left for all; the caller gives back what it holds.
 * Throws a UserError when it is too large, packed in an unknown way or wrongly, and when there is no room for it now.
 */
export async function readBody(
  request: IncomingMessage,
  limits: Route['limits'],
  budget: Budget,
): Promise<Buffer> {
  const decoder = decoderOf(request)
  const declared = Number(request.headers['content-length'] ?? 0)
  if (declared > limits.packedBytes + READ_AWAY_BYTES) throw tooLarge(limits.packedBytes, 'as sent')

  const chunks: Buffer[] = []
  let packed = 0
  let size = 0
  let problem: UserError | undefined
  const { promise, resolve, reject } = Promise.withResolvers<void>()

  /** What still comes is passed over, until the sender has said all. */
  function refuse(error: UserError) {
    if (problem) return
    problem = error
    decoder?.destroy()
    request.resume()
    if (request.complete) reject(error)
  }

  function keep(chunk: Buffer) {
    if (problem) return
    if (size + chunk.length > limits.bytes) refuse(tooLarge(limits.bytes, 'unpacked'))
    else if (!budget.take(chunk.length)) refuse(noRoom())
    else {
      size += chunk.length
      chunks.push(chunk)
    }
  }

  function read(chunk: Buffer) {
    packed += chunk.length
    if (problem && packed > limits.packedBytes + READ_AWAY_BYTES) reject(problem)
    if (problem) return
    if (packed > limits.packedBytes) refuse(tooLarge(limits.packedBytes, 'as sent'))
    else if (!decoder) keep(chunk)
    else if (!decoder.write(chunk)) request.pause()
  }

  request.on('data', read)
  request.once('end', () => {
    if (problem) reject(problem)
    else if (decoder) decoder.end()
    else resolve()
  })
  request.once('close', () => request.complete || reject(new Gone()))
  decoder?.on('data', keep).on('drain', () => request.resume())
  decoder?.once('end', resolve).once('error', error => refuse(notPacked(error)))

  try {
    await promise
    return Buffer.concat(chunks)
  } catch (error) {
    budget.give(size)
    throw error
  }
}

function decoderOf({ headers }: IncomingMessage): Transform | undefined {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (encoding === 'identity' || encoding === '') return undefined
  const make = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined
  if (!make)
    throw new UserError('The Content-Encoding is to be gzip, deflate, br or zstd.', {
      code: 'unsupported_type',
    })
  return make()
}

const tooLarge = (bytes: number, how: string) =>
  new UserError(`The body is longer than ${bytes} bytes ${how}.`, { code: 'too_large' })

const noRoom = () =>
  new UserError('Too much is coming in at this moment; nothing of this was taken.', {
    code: 'unavailable',
    retryAfterSeconds: 1,
  })

const notPacked = (error: Error) =>
  new UserError(`The body cannot be unpacked as its Content-Encoding says: ${error.message}.`)
