import type { ErrorIntake } from '#lib/errors/contract.ts'
import { UserError } from '#lib/failures.ts'
import { isRefused, ownUpdate } from '#lib/intake/gottwall/own.ts'
import type { Batch } from '#lib/intake/redis/batches.ts'
import { readElement } from '#lib/intake/redis/element.ts'
import { readMessage } from '#lib/intake/redis/message.ts'
import type { MetricIntake } from '#lib/metrics/intake/contract.ts'
import type { Project } from '#lib/projects/schema.ts'

/** Counts some elements under a key, once however often it is asked. */
export type Count = (items: readonly string[], key: string) => Promise<void>

/**
 * Counts a batch, once however often it is asked: the batch's name is its key. Rejects with a UserError when it is to
 * be asked again later.
 */
export async function countBatch({ name, items }: Batch, count: Count): Promise<void> {
  if (items.length === 0) return
  try {
    await count(items, name)
  } catch (error) {
    if (error instanceof UserError) throw error
    // The database does not take one of them: that one is given up, which the intake counts, and no other.
    for (const [i, item] of items.entries()) await count([item], `${name}:${i}`).catch(onlyLater)
  }
}

function onlyLater(error: unknown) {
  if (error instanceof UserError) throw error
}

/** Elements of a list are errors. */
export const countErrors =
  (intake: ErrorIntake, project: Project): Count =>
  async (items, key) => {
    const now = Date.now()
    const events = items.map(item => readElement(item, now))
    await intake.accept(project, 'redis', events, { key, bytes: lengthOf(items) })
  }

/** Elements of a set are messages of GottWall's clients. */
export const countMessages =
  (metrics: MetricIntake, project: Project): Count =>
  async (items, key) => {
    const now = Date.now() / 1000
    const read = items.map(item => ownUpdate(project, readMessage(item), { now }))
    const updates = read.filter(one => 'value' in one)
    const options = { key, bytes: lengthOf(items) }
    const [outcome] = await metrics.accept(project, 'gottwall', updates, options)
    // Of a repeat, what was refused has been counted before.
    if (outcome === 'duplicate') return
    for (const { reason } of read.filter(isRefused)) metrics.drop(project, 'gottwall', reason)
  }

const lengthOf = (items: readonly string[]) => items.reduce((sum, { length }) => sum + length, 0)
