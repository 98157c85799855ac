import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { addressAt, type Destination, NotNow } from '#bin/destination.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import { fieldsOf, jsonOf, textOf } from '#lib/intake/untrusted.ts'

const ANSWER_LIMIT_MS = 60_000
const TRIES = 5
const RETRY_MS = 2_000

/**
 * Sends an `ExportMetricsServiceRequest` in JSON until it is taken; answers why some of it was not counted, or ''.
 * Rejects with a UserError when it is never taken.
 */
export async function sendMetrics(request: string, to: Destination): Promise<string> {
  for (let tries = 1; ; tries++) {
    try {
      return await post(request, to)
    } catch (error) {
      if (!(error instanceof NotNow)) throw error
      if (tries === TRIES) throw new UserError(error.message)
      await delay(error.afterMs ?? RETRY_MS)
    }
  }
}

async function post(request: string, { url, key }: Destination): Promise<string> {
  const response = await fetch(addressAt(url, 'v1/metrics'), {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Content-Encoding': 'gzip',
      ...(key && { Authorization: `Bearer ${key}` }),
    },
    body: Uint8Array.from(await promisify(gzip)(request)),
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  }).catch(error => {
    throw new UserError(
      `The intake at ${url} cannot be reached: ${reasonOf(error.cause ?? error)}. Start Belfry, or say where it is: --url.`,
    )
  })
  const answer = fieldsOf(jsonOf(await response.text()))
  if (response.ok) return textOf(fieldsOf(answer.partialSuccess).errorMessage)

  const said = textOf(answer.message) || `it answered with ${response.status}`
  const message = `The intake at ${url} did not take it: ${said}`
  if (response.status !== 429 && response.status < 500) throw new UserError(message)
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  throw new NotNow(message, { afterMs: Number.isFinite(seconds) ? seconds * 1000 : undefined })
}
