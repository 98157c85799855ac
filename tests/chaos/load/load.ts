import type { Pool } from 'pg'
import { httpWays, OF_SENTRY, otherWays } from '#tests/chaos/load/http.ts'
import { BILLED, ordersWay } from '#tests/chaos/load/orders.ts'
import { OF_REDIS, redisWay } from '#tests/chaos/load/redis.ts'
import { openWay, type Way } from '#tests/chaos/load/sender.ts'
import { OVER_TCP, OVER_UDP, openStreams, type Stream } from '#tests/chaos/load/unanswered.ts'
import { type Count, errorsWith, eventsOf, sumOf } from '#tests/chaos/promises/counted.ts'

/** Where all of it is sent to. */
export interface Places {
  /** of everything that listens */
  host: string
  ports: Record<'http' | 'syslog' | 'statsd' | 'blueox' | 'relay', number>
  redis: string | null
  /** of the pages, if they are there */
  web: string | null
  key: string
}

export interface Load {
  ways: readonly Way[]
  streams: readonly Stream[]
  /** how it is counted, by the name of the way or stream */
  counts: ReadonlyMap<string, Count>
  /** Resolves when all that was begun is acknowledged. */
  stop(): Promise<void>
}

const DIRECT = {
  mark: 'direct',
  errors: { keyed: 'payment declined by the bank', named: 'no space left on device' },
}
const RELAYED = {
  mark: 'relayed',
  errors: { keyed: 'certificate expires tomorrow', named: 'the queue of mails does not move' },
}

/** Sends by every way in until it is stopped. */
export function openLoad({ host, ports, redis, key }: Places): Load {
  const stopping = new AbortController()
  const { signal } = stopping
  const direct = { ...DIRECT, url: `http://${host}:${ports.http}`, key }
  const relayed = { ...RELAYED, url: `http://${host}:${ports.relay}`, key }
  const pushing = redis === null ? null : redisWay(redis)
  const sends = {
    ...named('directly', httpWays(direct)),
    ...named('directly', otherWays(direct)),
    ...named('by the relay', httpWays(relayed)),
    ...(pushing && { 'errors by Redis': pushing.send }),
    'orders that streams complete': ordersWay(direct),
  }
  const ways = Object.entries(sends).map(([name, send]) => openWay(name, send, signal))
  const streams = openStreams({ host, ...ports }, signal)
  return {
    ...{ ways, streams, counts: COUNTS },
    async stop() {
      stopping.abort()
      await Promise.all([...ways, ...streams].map(({ done }) => done))
      pushing?.close()
    },
  }
}

const named = <T>(how: string, all: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(all).map(([name, one]) => [`${name} ${how}`, one]))

const COUNTS = new Map<string, Count>([
  ...[DIRECT, RELAYED].flatMap(({ mark, errors }): [string, Count][] => {
    const how = mark === DIRECT.mark ? 'directly' : 'by the relay'
    return [
      [`errors with a key ${how}`, errorsWith(errors.keyed)],
      [`errors with uids ${how}`, errorsWith(errors.named)],
      [`events with uids ${how}`, eventsOf(`${mark}.named`)],
      [`numbers of GottWall ${how}`, sumOf(`${mark}.hits`)],
    ]
  }),
  ['events of Sentry directly', errorsWith(OF_SENTRY)],
  ['numbers of OpenTelemetry directly', sumOf(`${DIRECT.mark}.otlp`)],
  ['errors by Redis', errorsWith(OF_REDIS)],
  ['orders that streams complete', alike(eventsOf(BILLED), sumOf(BILLED))],
  ['syslog over UDP', errorsWith(OVER_UDP)],
  ['syslog over TCP', errorsWith(OVER_TCP)],
  ['StatsD over UDP', sumOf('chaos.udp')],
  ['StatsD over TCP', sumOf('chaos.tcp')],
  ['BlueOx over ZeroMQ', eventsOf('chaos.blueox')],
])

/** Two counts of the same; -1 when they differ. */
function alike(one: Count, other: Count): Count {
  return async (pool: Pool) => {
    const [a, b] = await Promise.all([one(pool), other(pool)])
    return a === b ? a : -1
  }
}
