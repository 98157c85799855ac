import { randomUUID } from 'node:crypto'
import { reasonOf } from '#lib/failures.ts'
import type { OpenListener } from '#lib/intake/listener.ts'
import { type Batch, openBatches } from '#lib/intake/redis/batches.ts'
import { type Bell, openBell } from '#lib/intake/redis/bell.ts'
import { openChannels } from '#lib/intake/redis/channels.ts'
import { connect } from '#lib/intake/redis/connection.ts'
import { countBatch, countErrors, countMessages } from '#lib/intake/redis/count.ts'
import { type Place, placesOf } from '#lib/intake/redis/places.ts'
import { openProblems } from '#lib/intake/redis/problems.ts'
import { repeat } from '#lib/intake/redis/repeat.ts'
import { openTurn } from '#lib/intake/redis/turn.ts'

/** How long a place that was empty is left alone. Of what is put into a set, the client tells beside. */
const IDLE_MS: Record<Place['kind'], number> = { list: 200, set: 1_000 }
/** How often the lease is renewed, which is good for three times as long, and what others left is looked for. */
const ROUND_MS = 10_000
/** How often it is seen to that what is published is heard. */
const TURN_ROUND_MS = 1_000
const TURN = 'belfry:gottwall'

/**
 * Takes in what is in Redis at `REDIS_URL`: the lists that projects claim, and Firetower's, and what GottWall's clients
 * put into sets and publish. What is taken stays in Redis until it is counted; what another process left there when it
 * died is taken over.
 */
export const openRedis: OpenListener = async ({ env, intake, metrics, directory, log }) => {
  if (!env.intake.redisUrl) return null

  const taker = randomUUID()
  const { redis, problem } = connect(env.intake.redisUrl)
  const listening = connect(env.intake.redisUrl)
  const batches = openBatches(redis, taker)
  const turn = openTurn(redis, TURN, taker)
  const problems = openProblems(log)
  const ended = new AbortController()
  const running: Promise<void>[] = []
  const bells = new Map<string, Bell>()
  let places = placesOf(directory)
  let taken = 0

  const run = (what: string, work: () => Promise<number>, why: () => string | null = problem) => {
    const told = (said: string | null) => problems.tell(what, said && (why() ?? said))
    running.push(repeat(work, { signal: ended.signal, told }))
  }

  async function count(batch: Batch) {
    const project = directory.byId(batch.projectId)
    if (batch.kind === 'list')
      await countBatch(batch, countErrors(intake, project ?? directory.claimedBy({})))
    // Numbers of a project that was deleted are nobody's.
    else if (project) await countBatch(batch, countMessages(metrics, project))
    await batches.remove(batch)
    taken += batch.items.length
  }

  /** Takes batch after batch; one that could not be counted or removed is tried again before the next. */
  function empty(
    what: string,
    take: () => Promise<Batch | undefined>,
    rest: () => Promise<number>,
  ) {
    let batch: Batch | undefined
    run(what, async () => {
      batch ??= await take()
      if (!batch) return rest()
      await count(batch)
      batch = undefined
      return 0
    })
  }

  function follow({ key, kind }: Place) {
    const bell = openBell()
    bells.set(key, bell)
    const take = async () => {
      const place = places.get(key)
      return place && batches.take(place)
    }
    empty(`${kind} ${key}`, take, async () => {
      await bell.rest(IDLE_MS[kind])
      return 0
    })
  }

  function followAll() {
    places = placesOf(directory)
    for (const place of places.values()) if (!bells.has(place.key)) follow(place)
  }

  const channels = openChannels({
    ...{ redis: listening.redis, turn, directory, metrics },
    noticed: set => bells.get(set)?.ring(),
  })
  run('lease', async () => {
    await batches.renewLease()
    return ROUND_MS
  })
  const keepHearing = async () => {
    await channels.keep()
    return TURN_ROUND_MS
  }
  run('what is published', keepHearing, listening.problem)
  empty('what was left', batches.abandoned, async () => ROUND_MS)
  followAll()
  const stopHearing = directory.onChange(followAll)

  return {
    line: `Redis lists ${keysOf(places, 'list').join(', ')} and what GottWall’s clients publish`,
    info: () => ({
      redis: {
        taken,
        published: channels.heard(),
        lists: keysOf(places, 'list').length,
        problem: problems.first(),
      },
    }),
    async close() {
      stopHearing()
      ended.abort()
      for (const bell of bells.values()) bell.ring()
      listening.redis.disconnect()
      await Promise.all(running)
      for (const leave of [turn.leave, batches.leave])
        await leave().catch(error => log.warn(`Redis: lease: ${reasonOf(error)}`))
      redis.disconnect()
    },
  }
}

const keysOf = (places: ReadonlyMap<string, Place>, kind: Place['kind']) =>
  [...places.values()].filter(place => place.kind === kind).map(({ key }) => key)
