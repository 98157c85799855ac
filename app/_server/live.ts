import { setTimeout as delay } from 'node:timers/promises'
import { collectChanges } from '#app/_server/changes.ts'
import { places } from '#app/_server/places.ts'
import type { Person } from '#lib/access/person.ts'
import { type Channel, hear } from '#lib/db/notices.ts'
import { UserError } from '#lib/failures.ts'

/** Topics of the stream, by the channel that tells of them. */
const TOPICS: Partial<Record<Channel, string>> = {
  belfry_runs: 'runs',
  belfry_deliveries: 'deliveries',
  belfry_posts: 'posts',
  belfry_errors: 'errors',
  belfry_config: 'config',
}
/**
 * Each holds a socket, and a session is looked up for it every few seconds. Somebody has a page or two open on a
 * few screens; nobody can take the places of all others.
 */
const readers = places({ all: 500, each: 50 })
/** Changes are collected for so long, so that thousands of runs a second are a few messages. */
const COLLECT_MS = 250
/** Proxies close what is silent for a minute. */
const HEARTBEAT_MS = 15_000

/** After these somebody who reads may do so no longer. */
const ACCESS = /^(person:|token:|groups$)/

/**
 * Server-sent events `runs`, `deliveries`, `posts`, `errors` and `config`, each with a JSON array of what changed (ids of
 * monitors, deliveries, posts and signatures, `monitor:ID` and the like), or null when something may have been missed. Ids say
 * nothing to whoever does not come at what has them; the key of a source would, and is left out.
 * A slow reader gets fewer and larger ones. Ends when the reader has left, or may not stay: it is asked at once when
 * a person or a token has changed, and every so often.
 * `who` holds the place (`readerOf`).
 */
export function liveEvents(
  who: string,
  mayStay: () => Promise<boolean>,
  left: AbortSignal,
  heartbeatMs = HEARTBEAT_MS,
) {
  if (readers.isFullFor(who))
    throw new UserError('Too many pages follow this server live.', { code: 'too_many' })
  return events(who, mayStay, left, heartbeatMs)
}

/** Who reads, for counting: a person, a token, or an address that a one-time link or BELFRY_TOKEN is used from. */
export const readerOf = ({ id, tokenId, name, address }: Person): string =>
  tokenId !== undefined ? `token ${tokenId}` : id !== null ? `person ${id}` : `${name} ${address}`

async function* events(
  who: string,
  mayStay: () => Promise<boolean>,
  left: AbortSignal,
  heartbeatMs: number,
) {
  const giveBack = readers.take(who)
  const changes = collectChanges()
  let isInDoubt = false
  const stopHearing = hear(Object.keys(TOPICS) as Channel[], (payload, channel) => {
    isInDoubt ||= channel === 'belfry_config' && (payload === null || ACCESS.test(payload))
    changes.add(TOPICS[channel] as string, idsOf(payload))
  })
  const leave = once(() => {
    stopHearing()
    giveBack()
  })
  // Whoever has left does not read on, and so would hold the place.
  left.addEventListener('abort', leave, { once: true })
  try {
    yield 'retry: 2000\n\n'
    for (let askedAt = performance.now(); ; ) {
      await changes.come(AbortSignal.any([left, AbortSignal.timeout(heartbeatMs)]))
      if (!isInDoubt) await delay(COLLECT_MS, undefined, { signal: left }).catch(() => {})
      if (left.aborted) return
      isInDoubt ||= performance.now() - askedAt >= heartbeatMs
      while (isInDoubt) {
        isInDoubt = false
        if (!(await mayStay())) return
        askedAt = performance.now()
      }
      yield changes.take().map(message).join('') || ':\n\n'
    }
  } finally {
    leave()
  }
}

const message = ([topic, ids]: [string, unknown[] | null]) =>
  `event: ${topic}\ndata: ${JSON.stringify(ids)}\n\n`

/** A notice is a JSON array of ids, or one name (`monitor:ID`). */
function idsOf(payload: string | null): unknown[] | null {
  if (payload === null) return null
  if (!payload.startsWith('[')) return [payload.replace(/^source:.*/s, 'source')]
  try {
    return JSON.parse(payload) as unknown[]
  } catch {
    return null
  }
}

function once(work: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) work()
    isDone = true
  }
}
