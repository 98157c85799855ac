import { isDifferent } from '#lib/audit/difference.ts'
import { type Instance, instanceDifference } from '#lib/audit/instances/difference.ts'
import { recordChange } from '#lib/audit/record.ts'
import { type By, overPrisma, tellChange } from '#lib/db/change.ts'
import type { Tx } from '#lib/db/client.ts'

export interface InstanceChange {
  key: string
  before: Instance | null
  after: Instance | null
}

/** Puts a change of a source or an alert into the trail, unless nothing differs, and tells it to every process. */
export async function noteInstance(
  tx: Tx,
  subject: 'source' | 'alert',
  { key, before, after }: InstanceChange,
  { actor }: By,
): Promise<void> {
  const change = instanceDifference(before, after)
  const action = before ? (after ? 'change' : 'delete') : 'create'
  if (isDifferent(change))
    await recordChange(overPrisma(tx), { actor, action, subject, subjectId: key, change })
  await tellChange(tx, `${subject}:${key}`)
}
