import { pool } from '#lib/db/client.ts'
import { listen } from '#lib/db/listen.ts'
import { openAssembly, type Told } from '#lib/events/live/publication.ts'
import {
  noticeOf,
  PUBLISHED,
  RENEWED_EVERY_MS,
  WATCHES,
  type Watch,
} from '#lib/events/live/watch.ts'
import { log } from '#lib/log.ts'

type Heard = (told: Told) => void

interface Watched {
  watch: Watch
  heard: Set<Heard>
  /** whether an intake has said that it knows */
  isKnown: boolean
}

interface Hub {
  watches: Map<string, Watched>
  listening: Promise<void>
  stop: AbortController
}

// Next may load this module more than once; the connection is for all.
const shared = globalThis as { belfryWatches?: Hub }

/**
 * Hears what the intakes store of a watch until the returned function is called. All watches of a process share one connection,
 * which is open as long as there are any. Resolves when the intakes have been told.
 */
export async function follow(watch: Watch, heard: Heard): Promise<() => void> {
  shared.belfryWatches ??= openHub()
  const hub = shared.belfryWatches
  const one = hub.watches.get(watch.id) ?? { watch, heard: new Set(), isKnown: false }
  one.heard.add(heard)
  hub.watches.set(watch.id, one)
  const leave = () => {
    one.heard.delete(heard)
    if (one.heard.size === 0) hub.watches.delete(watch.id)
    if (hub.watches.size > 0 || shared.belfryWatches !== hub) return
    delete shared.belfryWatches
    hub.stop.abort()
  }
  try {
    await hub.listening
    await tell([{ ...one, isKnown: false }])
    return leave
  } catch (error) {
    leave()
    throw error
  }
}

function openHub(): Hub {
  const url = process.env.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL is not set')

  const stop = new AbortController()
  const { promise: listening, resolve } = Promise.withResolvers<void>()
  const hub: Hub = { watches: new Map(), listening, stop }
  const assemble = openAssembly()
  const hear = async (piece: string) => {
    for (const told of (await assemble(piece)) ?? []) {
      const one = hub.watches.get(told.id)
      if (!one) continue
      one.isKnown = true
      for (const heard of one.heard) heard(told)
    }
  }
  const renew = () =>
    tell([...hub.watches.values()]).catch((error: unknown) =>
      log.warn({ err: error }, 'the intakes could not be told who watches'),
    )
  void listen(
    url,
    [PUBLISHED],
    (_, payload) => {
      if (payload === null) resolve()
      else hear(payload).catch((error: unknown) => log.warn({ err: error }, 'no publication'))
    },
    stop.signal,
  )
  const timer = setInterval(renew, RENEWED_EVERY_MS)
  stop.signal.addEventListener('abort', () => clearInterval(timer), { once: true })
  return hub
}

async function tell(watches: readonly Watched[]): Promise<void> {
  await pool().query('select pg_notify($1, notice) from unnest($2::text[]) as given(notice)', [
    ...[WATCHES, watches.map(({ watch, isKnown }) => noticeOf(watch, !isKnown))],
  ])
}
