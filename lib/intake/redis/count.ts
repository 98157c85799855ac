import type { ErrorIntake } from '#lib/errors/contract.ts'
import { UserError } from '#lib/failures.ts'
import type { Batch } from '#lib/intake/redis/batches.ts'
import { readElement } from '#lib/intake/redis/element.ts'
import type { Project } from '#lib/projects/schema.ts'

/**
 * Counts a batch, once however often it is asked: the batch's name is its key. Rejects with a UserError when it is to
 * be asked again later.
 */
export async function countBatch(
  intake: ErrorIntake,
  project: Project,
  { name, items }: Batch,
): Promise<void> {
  if (items.length === 0) return
  const now = Date.now()
  const events = items.map(item => readElement(item, now))
  const bytes = items.reduce((sum, { length }) => sum + length, 0)
  try {
    await intake.accept(project, 'redis', events, { key: name, bytes })
  } catch (error) {
    if (error instanceof UserError) throw error
    // The database does not take one of them: that one is given up, which the intake counts, and no other.
    for (const [i, event] of events.entries())
      await intake.accept(project, 'redis', [event], { key: `${name}:${i}` }).catch(onlyLater)
  }
}

function onlyLater(error: unknown) {
  if (error instanceof UserError) throw error
}
