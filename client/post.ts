import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Verdict } from './courier.ts'
import type { Destination } from './dsn.ts'

/** The application may wrap its own later; what is sent here is not its work. */
const plainFetch = globalThis.fetch
const pack = promisify(gzip)
const LIMIT_MS = 15_000
/** Smaller bodies are sent as they are. */
const PACKED_FROM = 1_024

/** How a store takes things. */
export interface Way {
  /** of the intake: `/events` */
  path: string
  contentType: string
}

export interface Request {
  url: string
  headers: Record<string, string>
  body: string
}

export const requestOf = (to: Destination, way: Way, lines: readonly string[]): Request => ({
  url: `${to.url}${way.path}`,
  headers: { authorization: authorization(to), 'content-type': way.contentType },
  body: lines.join('\n'),
})

/** Posts it, and tells what became of it. Never rejects. */
export async function post({ url, headers, body }: Request): Promise<Verdict> {
  const isPacked = body.length >= PACKED_FROM
  try {
    const response = await plainFetch(url, {
      method: 'POST',
      headers: isPacked ? { ...headers, 'content-encoding': 'gzip' } : headers,
      body: isPacked ? await pack(body) : body,
      signal: AbortSignal.timeout(LIMIT_MS),
      redirect: 'error',
    })
    return verdictOf(response, await response.text())
  } catch (error) {
    return { kind: 'later', reason: reasonOf(error) }
  }
}

const authorization = ({ publicKey, privateKey }: Destination) =>
  privateKey === undefined
    ? `Bearer ${publicKey}`
    : `Basic ${Buffer.from(`${publicKey}:${privateKey}`).toString('base64')}`

function verdictOf({ status, headers }: Response, text: string): Verdict {
  if (status < 300) return { kind: 'taken' }
  if (status === 413) return { kind: 'too large' }
  const reason = `${status} ${text.slice(0, 200)}`
  if (status !== 408 && status !== 429 && status < 500) return { kind: 'refused', reason }
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return { kind: 'later', reason, afterMs: seconds > 0 ? seconds * 1000 : undefined }
}

/** `fetch failed` alone says nothing. */
const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error
  return cause instanceof Error ? `${message}: ${cause.message}` : message
}
