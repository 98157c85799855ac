import type { z } from 'zod'
import { RemoteError } from '#lib/failures.ts'

/**
 * The JSON of an answer, checked against a schema. Throws a RemoteError that names the host and what is
 * wrong; a refusal (4xx but 408 and 429) is permanent.
 */
export async function jsonOf<S extends z.ZodType>(
  response: Response,
  host: string,
  schema: S,
): Promise<z.output<S>> {
  const text = await response.text()
  if (!response.ok) throw refusal(response.status, host, text)

  const result = schema.safeParse(parsedJson(text))
  if (result.success) return result.data
  throw new RemoteError(`${host} did not answer as expected`, {
    permanent: true,
    status: String(response.status),
    said: text.trim() || 'nothing',
  })
}

/** The failure that an answer with a bad status is. */
export function refusal(status: number, host: string, text: string): RemoteError {
  const why =
    status === 401 || status === 403
      ? `${host} does not accept the credentials (${status})`
      : `${host} answered ${status}`
  return new RemoteError(why, {
    permanent: status >= 400 && status < 500 && status !== 408 && status !== 429,
    status: String(status),
    said: text,
  })
}

/** The value of a JSON text, or undefined when it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
