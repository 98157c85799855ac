import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { Connection } from '#lib/db/connection.ts'
import { log } from '#lib/log.ts'

const RECONNECT_MS = 1000

/**
 * Calls `heard` for every NOTIFY on a channel until the signal aborts, over one connection of its own.
 * Whenever it begins to listen, also after a break, it calls `heard(null)`: something may have been missed before.
 */
export async function listen(
  url: string,
  channels: readonly string[],
  heard: (channel: string, payload: string | null) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await listenOnce(url, channels, heard, signal)
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
) {
  const client = new Connection({ connectionString: url, application_name: 'belfry listen' })
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
    for (const channel of channels) heard(channel, null)
    await ended
  } finally {
    await client.end().catch(() => {})
  }
}
