import { recordChange } from '#lib/audit/record.ts'
import { type By, overPrisma, tellChange } from '#lib/db/change.ts'
import type { Tx } from '#lib/db/client.ts'

/** Puts a change of a project into the trail and tells it to every process. */
export async function noteChange(
  tx: Tx,
  { id, name }: { id: number; name: string },
  { actor }: Pick<By, 'actor'>,
  action: string,
  change: object,
): Promise<void> {
  await recordChange(overPrisma(tx), {
    ...{ actor, action, subject: 'project', subjectId: id, name },
    change,
  })
  await tellChange(tx, `project:${id}`)
}
