import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { log } from '#lib/log.ts'

const RECONNECT_MS = 1000

/**
 * Calls `heard` for every NOTIFY on a channel until the signal aborts, over one connection of its own.
 * After a break it connects again and calls `heard(null)`: something may have been missed.
 */
export async function listen(
  url: string,
  channels: readonly string[],
  heard: (channel: string, payload: string | null) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let again = false; !signal.aborted; again = true) {
    try {
      await listenOnce(url, channels, heard, signal, again)
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'listening to the database broke off')
    }
    await delay(RECONNECT_MS, undefined, { signal }).catch(() => {})
  }
}

async function listenOnce(
  url: string,
  channels: readonly string[],
  heard: (channel: string, payload: string | null) => void,
  signal: AbortSignal,
  again: boolean,
) {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'belfry listen',
    keepAlive: true,
  })
  const ended = new Promise<void>((resolve, reject) => {
    client.on('error', reject)
    client.on('end', resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  // Handled below; until then a break while connecting must not count as unhandled.
  ended.catch(() => {})
  client.on('notification', ({ channel, payload }) => heard(channel, payload ?? ''))
  try {
    await client.connect()
    for (const channel of channels) await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    if (again) for (const channel of channels) heard(channel, null)
    await ended
  } finally {
    await client.end().catch(() => {})
  }
}
