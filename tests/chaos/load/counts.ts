import type { Pool } from 'pg'
import { OF_ENVELOPES, OF_LOGS, OF_SENTRY } from '#tests/chaos/load/http.ts'
import { IN_NATS } from '#tests/chaos/load/nats.ts'
import { NOTIFIED } from '#tests/chaos/load/notifications.ts'
import { BILLED } from '#tests/chaos/load/orders.ts'
import { IN_SET, OF_REDIS } from '#tests/chaos/load/redis.ts'
import { OVER_TCP, OVER_UDP } from '#tests/chaos/load/unanswered.ts'
import { type Count, errorsWith, eventsOf, sumOf } from '#tests/chaos/promises/counted.ts'

export const DIRECT = {
  mark: 'direct',
  errors: { keyed: 'payment declined by the bank', named: 'no space left on device' },
}
export const RELAYED = {
  mark: 'relayed',
  errors: { keyed: 'certificate expires tomorrow', named: 'the queue of mails does not move' },
}

/** How each way and each stream is counted, by its name. */
export const COUNTS = new Map<string, Count>([
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
  ['envelopes of Sentry directly', errorsWith(OF_ENVELOPES)],
  ['notifications directly', eventsOf(NOTIFIED)],
  ['numbers of OpenTelemetry directly', sumOf(`${DIRECT.mark}.otlp`)],
  ['logs of OpenTelemetry', errorsWith(OF_LOGS)],
  ['errors by Redis', errorsWith(OF_REDIS)],
  ['numbers by a set of Redis', sumOf(IN_SET)],
  ['numbers by NATS', sumOf(IN_NATS)],
  ['orders that streams complete', alike(eventsOf(BILLED), sumOf(BILLED))],
  ['syslog over UDP', errorsWith(OVER_UDP)],
  ['syslog over TCP', errorsWith(OVER_TCP)],
  ['StatsD over UDP', sumOf('chaos.udp')],
  ['StatsD over TCP', sumOf('chaos.tcp')],
  ['GottWall over UDP', sumOf('chaos.gottwall.udp')],
  ['GottWall over TCP', sumOf('chaos.gottwall.tcp')],
  ['BlueOx over ZeroMQ', eventsOf('chaos.blueox')],
])

/** Two counts of the same; -1 when they differ. */
function alike(one: Count, other: Count): Count {
  return async (pool: Pool) => {
    const [a, b] = await Promise.all([one(pool), other(pool)])
    return a === b ? a : -1
  }
}
