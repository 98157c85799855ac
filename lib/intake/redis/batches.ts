import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Place } from '#lib/intake/redis/places.ts'
import { READ, TAKE } from '#lib/intake/redis/scripts.ts'
import { countOf, fieldsOf, jsonOf, textOf } from '#lib/intake/untrusted.ts'

/** Where the batches stand that were taken and not yet counted: name → from where, project, taker. */
const REGISTER = 'belfry:batches'
const LIMITS = { items: 1_000, bytes: 4 * 1024 * 1024, bytesOfOne: 256 * 1024 }
/** A taker that has not been heard of for so long is dead: others take over what it holds. */
const LEASE_MS = 30_000

export interface Batch {
  /** the key of the list that holds it; it always names the same elements */
  name: string
  kind: Place['kind']
  projectId: number
  /** oldest first */
  items: string[]
}

export interface Batches {
  /** Takes what is in a place, as much as a batch may hold; undefined when there is nothing. */
  take(place: Place): Promise<Batch | undefined>
  /** Forgets a batch, which is counted. */
  remove(batch: Batch): Promise<void>
  /** A batch whose taker is dead, or lost sight of it. */
  abandoned(): Promise<Batch | undefined>
  renewLease(): Promise<void>
  /** Lets others take over at once what this process still holds. */
  leave(): Promise<void>
}

/** The batches of one intake process, whose `taker` name is its own. */
export function openBatches(redis: Redis, taker: string = randomUUID()): Batches {
  const held = new Set<string>()
  const lease = leaseOf(taker)

  /** Without an answer it is not known whether a batch was taken; if so, it is found as abandoned. */
  async function holding(name: string, ask: () => Promise<unknown>): Promise<string[]> {
    held.add(name)
    const items = await ask().catch(error => {
      held.delete(name)
      throw error
    })
    return Array.isArray(items) ? items : []
  }

  const hasTaker = async (entry: string) => {
    const other = entryOf(entry).taker
    return other !== taker && (await redis.exists(leaseOf(other))) === 1
  }

  return {
    async take({ key, kind, projectId }) {
      const name = `belfry:batch:${randomUUID()}`
      const keys = [key, name, REGISTER, lease]
      const entry = JSON.stringify({ key, kind, projectId, taker })
      const { items: most, bytes, bytesOfOne } = LIMITS
      const items = await holding(name, () =>
        redis.eval(TAKE[kind], keys.length, ...keys, most, bytes, bytesOfOne, entry, LEASE_MS),
      )
      if (items.length > 0) return { name, kind, projectId, items }
      held.delete(name)
      return undefined
    },

    async remove({ name }) {
      await redis.multi().del(name).hdel(REGISTER, name).exec()
      held.delete(name)
    },

    async abandoned() {
      for (const [name, entry] of Object.entries(await redis.hgetall(REGISTER))) {
        if (held.has(name) || (await hasTaker(entry))) continue
        const items = await holding(name, () => redis.eval(READ, 1, name, LIMITS.bytesOfOne))
        const { kind, projectId } = entryOf(entry)
        return { name, kind, projectId, items }
      }
      return undefined
    },

    async renewLease() {
      await redis.set(lease, '1', 'PX', LEASE_MS)
    },

    async leave() {
      await redis.del(lease)
    },
  }
}

const leaseOf = (taker: string) => `belfry:intake:${taker}`

/** What somebody else wrote there counts as taken by nobody. */
function entryOf(text: string): Pick<Batch, 'kind' | 'projectId'> & { taker: string } {
  const { kind, projectId, taker } = fieldsOf(jsonOf(text))
  return {
    kind: kind === 'set' ? 'set' : 'list',
    projectId: countOf(projectId) ?? 0,
    taker: textOf(taker),
  }
}
