import { randomUUID } from 'node:crypto'
import { reasonOf } from '#lib/failures.ts'
import type { OpenListener } from '#lib/intake/listener.ts'
import { openBatches } from '#lib/intake/redis/batches.ts'
import { openChannels } from '#lib/intake/redis/channels.ts'
import { connect } from '#lib/intake/redis/connection.ts'
import { openTaking } from '#lib/intake/redis/taking.ts'
import { openTurn } from '#lib/intake/redis/turn.ts'
import { openRounds } from '#lib/intake/rounds/rounds.ts'

/** How often the lease is renewed, which is good for three times as long. */
const LEASE_ROUND_MS = 10_000
/** How often it is seen to that what is published is heard. */
const TURN_ROUND_MS = 1_000
/** How often it is counted what waits in the lists. */
const LOOK_ROUND_MS = 10_000
const TURN = 'belfry:gottwall'

/**
 * Takes in what is in Redis at `REDIS_URL`: the lists that projects claim, and Firetower's, and what GottWall's clients
 * put into sets and publish. What is taken stays in Redis until it is counted; what another process left there when it
 * died is taken over.
 */
export const openRedis: OpenListener = async context => {
  const { env, log } = context
  if (!env.intake.redisUrl) return null

  const taker = randomUUID()
  const { redis, problem } = connect(env.intake.redisUrl)
  const listening = connect(env.intake.redisUrl)
  const batches = openBatches(redis, taker)
  const turn = openTurn(redis, TURN, taker)
  const rounds = openRounds(log, 'Redis')
  const taking = openTaking({
    ...context,
    batches,
    run: (what, work) => rounds.run(what, work, problem),
  })
  const { noticed } = taking
  const channels = openChannels({ ...context, redis: listening.redis, turn, noticed })

  const renew = async () => {
    await batches.renewLease()
    return LEASE_ROUND_MS
  }
  const hear = async () => {
    await channels.keep()
    return TURN_ROUND_MS
  }
  let waiting = 0
  const look = async () => {
    const lengths = await Promise.all(taking.lists().map(list => redis.llen(list)))
    waiting = lengths.reduce((sum, length) => sum + length, 0)
    return LOOK_ROUND_MS
  }
  rounds.run('lease', renew, problem)
  rounds.run('what waits', look, problem)
  rounds.run('what is published', hear, () => listening.problem() ?? problem())

  return {
    line: `Redis lists ${taking.lists().join(', ')} and what GottWall’s clients publish`,
    info: () => ({
      redis: {
        taken: taking.taken(),
        published: channels.heard(),
        lists: taking.lists().length,
        waiting,
        problem: rounds.problem(),
      },
    }),
    async close() {
      const ended = rounds.end()
      taking.close()
      listening.redis.disconnect()
      await ended
      for (const leave of [turn.leave, batches.leave])
        await leave().catch(error => log.warn(`Redis: lease: ${reasonOf(error)}`))
      redis.disconnect()
    },
  }
}
