import { Redis } from 'ioredis'
import { pushed } from '#lib/intake/redis/emit.ts'
import type { Send } from '#tests/chaos/load/sender.ts'

const ELEMENTS = 20
/** What its errors say. */
export const OF_REDIS = 'upstream timed out while reading'

/** Errors that are pushed to Firetower's list: what Redis took is acknowledged. */
export function redisWay(url: string): { send: Send; close(): void } {
  const client = new Redis(url)
  client.on('error', () => {})
  return {
    async send() {
      const elements = Array.from({ length: ELEMENTS }, () => pushed(OF_REDIS))
      await client.lpush('incoming', ...elements)
      return ELEMENTS
    },
    close: () => client.disconnect(),
  }
}
