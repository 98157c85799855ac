import { recordChange } from '#lib/audit/record.ts'
import { type By, overPrisma, tellChange } from '#lib/db/change.ts'
import type { Prisma, Tx } from '#lib/db/client.ts'

/** Puts a change of a project into the trail and tells it to every process. */
export async function noteChange(
  tx: Tx,
  projectId: number,
  { actor }: Pick<By, 'actor'>,
  action: string,
  change: Prisma.InputJsonObject,
): Promise<void> {
  await recordChange(overPrisma(tx), {
    ...{ actor, action, subject: 'project', subjectId: projectId },
    change,
  })
  await tellChange(tx, `project:${projectId}`)
}
