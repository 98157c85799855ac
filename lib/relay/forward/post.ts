import { promisify } from 'node:util'
import { zstdCompress } from 'node:zlib'
import { Agent, request } from 'undici'
import { jsonOf } from '#lib/intake/untrusted.ts'
import { type Verdict, verdictOfError, verdictOfStatus } from '#lib/relay/forward/verdict.ts'
import { answer } from '#lib/relay/wire/answer.ts'

const pack = promisify(zstdCompress)
const CONNECT_MS = 5_000
/** The intake answers within 25 s, or says that it does not know. */
const ANSWER_MS = 40_000
const ANSWER_BYTES = 16 * 1024 * 1024

/** Posts units to the addresses of intakes. */
export interface Post {
  (address: string, key: string, lines: readonly Buffer[], signal: AbortSignal): Promise<Verdict>
  close(): Promise<void>
}

/** `ca`: a certificate, PEM, that is believed instead of those that are known everywhere. */
export function openPost({ ca }: { ca?: string | undefined } = {}): Post {
  const dispatcher = new Agent({
    connect: { timeout: CONNECT_MS, ...(ca && { ca }) },
    ...{ headersTimeout: ANSWER_MS, bodyTimeout: ANSWER_MS, maxResponseSize: ANSWER_BYTES },
  })

  async function post(
    address: string,
    key: string,
    lines: readonly Buffer[],
    signal: AbortSignal,
  ): Promise<Verdict> {
    const body = await pack(joined(lines))
    try {
      const response = await request(`${address}/relay`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/x-ndjson',
          'content-encoding': 'zstd',
        },
        ...{ body, dispatcher, signal },
      })
      const text = await response.body.text()
      const { data } = answer.safeParse(response.statusCode === 200 ? jsonOf(text) : undefined)
      if (data?.units.length === lines.length) return { kind: 'answered', answer: data }
      // Something else than an intake says that all is well.
      return verdictOfStatus(response.statusCode === 200 ? 404 : response.statusCode, text)
    } catch (error) {
      return verdictOfError(error)
    }
  }

  return Object.assign(post, { close: () => dispatcher.destroy() })
}

function joined(lines: readonly Buffer[]): Buffer {
  const feed = Buffer.from('\n')
  return Buffer.concat(lines.flatMap(line => [line, feed]))
}
