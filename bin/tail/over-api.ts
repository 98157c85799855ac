import { setTimeout as delay } from 'node:timers/promises'
import { addressAt } from '#bin/destination.ts'
import { serverEvents } from '#bin/tail/server-events.ts'
import type { Told } from '#bin/tail/told.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import { fieldsOf, jsonOf, textOf } from '#lib/intake/untrusted.ts'

/** Between two tries, ever longer. */
const AGAIN_MS = [1_000, 2_000, 5_000, 10_000]
/** Belfry says something every 15 seconds. */
const SILENCE_MS = 45_000
/** How often it is said that not all are shown. */
const SAMPLED_EVERY_MS = 10_000

export interface Followed {
  url: string
  token: string
  query: string
  project?: string | undefined
  signal: AbortSignal
  say(line: string): void
}

/**
 * The events that Belfry stores from now on. After a break it goes on by itself; what came meanwhile is not told. Throws a
 * UserError when Belfry refuses.
 */
export async function* eventsLive(followed: Followed): AsyncGenerator<Told, void> {
  const { url, signal, say } = followed
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      for await (const told of once(followed)) {
        tries = 0
        yield told
      }
      say(`Belfry at ${url} has ended the stream.`)
    } catch (error) {
      if (error instanceof UserError) throw error
      if (!signal.aborted) say(`Belfry at ${url} does not answer: ${reasonOf(causeOf(error))}`)
    }
    const waitMs = AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)] ?? 0
    await delay(waitMs, undefined, { signal }).catch(() => {})
  }
}

async function* once({ url, token, query, project, signal, say }: Followed) {
  const address = addressAt(url, 'api/events/live')
  if (query) address.searchParams.set('q', query)
  if (project) address.searchParams.set('project', project)
  const silence = silenceAfter(SILENCE_MS)
  const response = await fetch(address, {
    headers: { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' },
    signal: AbortSignal.any([signal, silence.signal]),
  })
  if (!response.ok || !response.body) throw await refusalOf(url, response)

  let saidAt = Number.NEGATIVE_INFINITY
  for await (const { event, data } of serverEvents(silence.broken(response.body))) {
    if (event === 'event') yield fieldsOf(jsonOf(data))
    if (event !== 'sampled' || performance.now() - saidAt < SAMPLED_EVERY_MS) continue
    saidAt = performance.now()
    const { shown, matched, unread } = fieldsOf(jsonOf(data))
    say(`showing ${shown} of ${unread ? 'more than ' : ''}${matched} events a second`)
  }
}

/** Aborts when nothing was read for so long. */
function silenceAfter(ms: number) {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(new Error('it says nothing any more')), ms)
  return {
    signal: stop.signal,
    async *broken(body: AsyncIterable<Uint8Array>) {
      try {
        for await (const chunk of body) {
          timer.refresh()
          yield chunk
        }
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** What is refused once is refused again, unless there is no place or no room for the moment. */
async function refusalOf(url: string, response: Response): Promise<Error> {
  const said = textOf(fieldsOf(fieldsOf(jsonOf(await response.text())).error).message)
  const message = `Belfry at ${url} says: ${said || `status ${response.status}`}`
  const isForNow = response.status === 429 || response.status >= 500
  return isForNow ? new Error(said || `status ${response.status}`) : new UserError(message)
}

const causeOf = (error: unknown) => (error as Error).cause ?? error
