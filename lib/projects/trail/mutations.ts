import { recordChange } from '#lib/audit/record.ts'
import { type By, overPrisma, tellChange } from '#lib/db/change.ts'
import type { Prisma, Tx } from '#lib/db/client.ts'

/** Who changes a project, by the name that stands in the trail. */
export interface ByPerson extends By {
  person: string
}

/** Puts a change of a project into the trail and tells it to every process. */
export async function noteChange(
  tx: Tx,
  projectId: number,
  { person }: ByPerson,
  action: string,
  change: Prisma.InputJsonObject,
): Promise<void> {
  await recordChange(overPrisma(tx), {
    ...{ person, action, subject: 'project', subjectId: projectId },
    change,
  })
  await tellChange(tx, `project:${projectId}`)
}
