import type { KeyPair } from '#lib/intake/gottwall/signature.ts'
import { COUNTS, DIRECT, RELAYED } from '#tests/chaos/load/counts.ts'
import { httpWays, namelessWays, otherWays } from '#tests/chaos/load/http.ts'
import { natsWays } from '#tests/chaos/load/nats.ts'
import { ordersWay } from '#tests/chaos/load/orders.ts'
import { redisWays } from '#tests/chaos/load/redis.ts'
import { openWay, type Send, type Way } from '#tests/chaos/load/sender.ts'
import { openStreams, type Stream } from '#tests/chaos/load/unanswered.ts'
import type { Count } from '#tests/chaos/promises/counted.ts'

/** Where all of it is sent to. */
export interface Places {
  /** of everything that listens */
  host: string
  ports: Record<'http' | 'syslog' | 'statsd' | 'blueox' | 'gottwall' | 'relay', number>
  redis: string | null
  nats: string | null
  /** of the pages, if they are there */
  web: string | null
  keys: KeyPair
}

export interface Load {
  ways: readonly Way[]
  streams: readonly Stream[]
  /** how it is counted, by the name of the way or stream */
  counts: ReadonlyMap<string, Count>
  /** Resolves when all that was begun is acknowledged. */
  stop(): Promise<void>
}

/** Sends by every way in until it is stopped. */
export async function openLoad({ host, ports, redis, nats, keys }: Places): Promise<Load> {
  const stopping = new AbortController()
  const { signal } = stopping
  const key = keys.publicKey
  const direct = { ...DIRECT, url: `http://${host}:${ports.http}`, key }
  const relayed = { ...RELAYED, url: `http://${host}:${ports.relay}`, key }
  const byRedis = redis === null ? null : redisWays(redis, key)
  const byNats = nats === null ? null : await natsWays(nats, key)
  const sends: Record<string, Send> = {
    ...named('directly', httpWays(direct)),
    ...named('directly', otherWays(direct)),
    ...named('by the relay', httpWays(relayed)),
    ...byRedis?.sends,
    ...byNats?.sends,
    'orders that streams complete': ordersWay(direct),
  }
  const ways = [
    ...Object.entries(sends).map(([name, send]) => openWay(name, send, signal)),
    ...Object.entries(namelessWays(direct)).map(([name, { send, things }]) =>
      openWay(name, send, signal, things),
    ),
  ]
  const streams = openStreams({ host, ...ports }, keys, signal)
  return {
    ...{ ways, streams, counts: COUNTS },
    async stop() {
      stopping.abort()
      await Promise.all([...ways, ...streams].map(({ done }) => done))
      byRedis?.close()
      await byNats?.close()
    },
  }
}

const named = <T>(how: string, all: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(all).map(([name, one]) => [`${name} ${how}`, one]))
