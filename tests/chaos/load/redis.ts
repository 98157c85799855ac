import { Redis } from 'ioredis'
import { setOf } from '#lib/intake/gottwall/channels.ts'
import { pushed } from '#lib/intake/redis/emit.ts'
import type { Send } from '#tests/chaos/load/sender.ts'

const ELEMENTS = 20
/** What its errors say. */
export const OF_REDIS = 'upstream timed out while reading'
/** The metric that is counted by way of a set. */
export const IN_SET = 'chaos.set'

/** What is put into Redis, for Firetower's list and into a set of GottWall's: what Redis took is acknowledged. */
export function redisWays(url: string, publicKey: string) {
  const client = new Redis(url)
  client.on('error', () => {})
  const set = setOf({ project: 'default', publicKey })
  const sends: Record<string, Send> = {
    async 'errors by Redis'() {
      const elements = Array.from({ length: ELEMENTS }, () => pushed(OF_REDIS))
      await client.lpush('incoming', ...elements)
      return ELEMENTS
    },
    async 'numbers by a set of Redis'(batch) {
      const members = Array.from({ length: ELEMENTS }, (_, i) =>
        JSON.stringify({ a: 'incr', n: IN_SET, v: 1, random: `${batch} ${i}` }),
      )
      await client.sadd(set, ...members)
      return ELEMENTS
    },
  }
  return { sends, close: () => client.disconnect() }
}
