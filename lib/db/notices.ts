import { listen } from '#lib/db/listen.ts'

const CHANNELS = [
  'belfry_config',
  'belfry_runs',
  'belfry_deliveries',
  'belfry_posts',
  'belfry_answers',
  'belfry_errors',
  'belfry_watches',
  'belfry_streams',
] as const
export type Channel = (typeof CHANNELS)[number]
/** The payload is null when something may have been missed. */
export type Heard = (payload: string | null, channel: Channel) => void

interface Hub {
  listeners: Map<Heard, ReadonlySet<Channel>>
  stop: AbortController
}

// Next loads this module once for pages and once for routes; the connection is for both.
const shared = globalThis as { belfryNotices?: Hub }

/**
 * Hears the database's notices until the returned function is called. All listeners of a process share one
 * connection, which is open as long as there are any. What is to be waited for is to be read after this call.
 */
export function hear(channels: readonly Channel[], heard: Heard): () => void {
  shared.belfryNotices ??= openHub()
  const hub = shared.belfryNotices
  hub.listeners.set(heard, new Set(channels))

  return () => {
    hub.listeners.delete(heard)
    if (hub.listeners.size > 0 || shared.belfryNotices !== hub) return
    delete shared.belfryNotices
    hub.stop.abort()
  }
}

function openHub(): Hub {
  const url = process.env.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL is not set')

  const hub: Hub = { listeners: new Map(), stop: new AbortController() }
  const tell = (channel: string, payload: string | null) => {
    for (const [heard, channels] of hub.listeners)
      if (channels.has(channel as Channel)) heard(payload, channel as Channel)
  }
  void listen(url, CHANNELS, tell, hub.stop.signal)
  return hub
}
