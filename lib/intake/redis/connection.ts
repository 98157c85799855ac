import { Redis } from 'ioredis'
import { reasonOf } from '#lib/failures.ts'

const RECONNECT_MS = { step: 200, most: 5_000 }
/** A server that takes the connection and says nothing is away as well. */
const ANSWER_MS = 10_000

export interface Connection {
  redis: Redis
  /** why there is no connection; null while there is one */
  problem(): string | null
}

/** Connects, and does so again for as long as it is not disconnected. A command is tried once and then fails. */
export function connect(url: string): Connection {
  let last: unknown = 'no connection yet'
  const redis = new Redis(url, {
    connectionName: 'belfry',
    connectTimeout: ANSWER_MS,
    commandTimeout: ANSWER_MS,
    maxRetriesPerRequest: 0,
    // What was taken by a command whose answer was lost is found as abandoned; sent again it would take more.
    autoResendUnfulfilledCommands: false,
    retryStrategy: times => Math.min(times * RECONNECT_MS.step, RECONNECT_MS.most),
  })
  redis.on('error', error => {
    last = error
  })
  return { redis, problem: () => (redis.status === 'ready' ? null : reasonOf(last)) }
}
