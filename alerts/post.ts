import { RemoteError } from '#lib/failures.ts'
import type { GuardedInit } from '#lib/http.ts'
import type { AlertContext } from '#lib/plugin.ts'

/** Refusals that pass by themselves: time-out, too early, too many. */
const PASSING = [408, 425, 429]
const ANSWER_LIMIT_BYTES = 1024 * 1024

/** Posts JSON; resolves with the answer when the other side took it. */
export const postJson = (
  url: string,
  body: unknown,
  context: AlertContext,
  headers: Record<string, string> = {},
): Promise<Response> =>
  post(
    url,
    { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } },
    context,
  )

/**
 * Posts; resolves with the answer when the other side took it. Throws a RemoteError with what it
 * answered as `said`, `permanent` for a refusal that will be the same next time.
 */
export async function post(
  url: string,
  init: GuardedInit,
  context: AlertContext,
): Promise<Response> {
  const answer = await context.fetch(url, {
    method: 'POST',
    maxBytes: ANSWER_LIMIT_BYTES,
    // Followed, a redirected POST would arrive as a GET without its body.
    redirect: 'manual',
    ...init,
    signal: context.signal,
  })
  if (answer.ok) return answer
  throw new RemoteError(refusal(answer, url), {
    permanent: isPermanent(answer.status),
    status: String(answer.status),
    said: await answer.text(),
    retryAfterSeconds: retryAfter(answer, new Date()),
  })
}

/** Seconds or a date (RFC 9110, section 10.2.3). */
function retryAfter(answer: Response, now: Date): number | undefined {
  const said = answer.headers.get('retry-after')
  if (said === null) return undefined
  const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - now.getTime()) / 1000
  return seconds >= 0 ? seconds : undefined
}

export const statusOf = (answer: Response) => ({ status: String(answer.status) })

/** A redirect counts: the address in the settings is not the one that takes messages. */
const isPermanent = (status: number): boolean =>
  status >= 300 && status < 500 && !PASSING.includes(status)

function refusal(answer: Response, url: string): string {
  const { host } = new URL(url)
  return answer.headers.has('location')
    ? `${host} redirects to another address (${answer.status}); use that one`
    : `${host} answered ${answer.status}`
}
