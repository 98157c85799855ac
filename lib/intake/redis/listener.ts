import { reasonOf } from '#lib/failures.ts'
import type { OpenListener } from '#lib/intake/listener.ts'
import { type Batch, openBatches } from '#lib/intake/redis/batches.ts'
import { connect } from '#lib/intake/redis/connection.ts'
import { countBatch } from '#lib/intake/redis/count.ts'
import { FIRETOWER_LIST } from '#lib/intake/redis/emit.ts'
import { openProblems } from '#lib/intake/redis/problems.ts'
import { repeat } from '#lib/intake/redis/repeat.ts'
import type { Directory } from '#lib/projects/directory.ts'

/** How long a list that was empty is left alone. */
const IDLE_MS = 200
/** How often the lease is renewed, which is good for three times as long, and what others left is looked for. */
const ROUND_MS = 10_000

/**
 * Takes in the lists of `REDIS_URL` that projects claim, and Firetower's. What is taken stays in Redis until it is
 * counted; what another process left there when it died is taken over.
 */
export const openRedis: OpenListener = async ({ env, intake, directory, log }) => {
  if (!env.intake.redisUrl) return null

  const { redis, problem } = connect(env.intake.redisUrl)
  const batches = openBatches(redis)
  const problems = openProblems(log)
  const ended = new AbortController()
  const running: Promise<void>[] = []
  const followed = new Set<string>()
  let taken = 0

  const run = (what: string, work: () => Promise<number>) => {
    const told = (said: string | null) => problems.tell(what, said && (problem() ?? said))
    running.push(repeat(work, { signal: ended.signal, told }))
  }

  /** Takes batch after batch; one that could not be counted or removed is tried again before the next. */
  const empty = (what: string, idleMs: number, take: () => Promise<Batch | undefined>) => {
    let batch: Batch | undefined
    run(what, async () => {
      batch ??= await take()
      if (!batch) return idleMs
      await countBatch(intake, projectOf(directory, batch), batch)
      await batches.remove(batch)
      taken += batch.items.length
      batch = undefined
      return 0
    })
  }

  const followNew = () => {
    for (const list of listsOf(directory)) {
      if (followed.has(list)) continue
      followed.add(list)
      empty(`list ${list}`, IDLE_MS, async () => {
        const { id } = directory.claimedBy({ list })
        return listsOf(directory).has(list) ? batches.take(list, id) : undefined
      })
    }
  }

  run('lease', async () => {
    await batches.renewLease()
    return ROUND_MS
  })
  empty('what was left', ROUND_MS, () => batches.abandoned())
  followNew()
  const stopHearing = directory.onChange(followNew)

  return {
    line: `Redis lists ${[...followed].join(', ')}`,
    info: () => ({ redis: { taken, lists: listsOf(directory).size, problem: problems.first() } }),
    async close() {
      stopHearing()
      ended.abort()
      await Promise.all(running)
      await batches.leave().catch(error => log.warn(`Redis: lease: ${reasonOf(error)}`))
      redis.disconnect()
    },
  }
}

/** The lists that are taken in: those of projects that may use Redis. */
function listsOf(directory: Directory): Set<string> {
  const claimed = directory.all().flatMap(({ claims }) => claims.lists)
  return new Set(
    [FIRETOWER_LIST, ...claimed].filter(list => {
      const { protocols } = directory.claimedBy({ list })
      return protocols === null || protocols.includes('redis')
    }),
  )
}

/** A batch stays with the project that it was taken for: its name is known there. */
const projectOf = (directory: Directory, { projectId }: Batch) =>
  directory.byId(projectId) ?? directory.claimedBy({})
