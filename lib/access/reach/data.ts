import { groupsOf, type Reach } from '#lib/access/reach.ts'
import { db, Prisma } from '#lib/db/client.ts'

/** SQL that is true where `groups`, a column of type text[], opens to this reach. */
export const within = (reach: Reach, groups: Prisma.Sql): Prisma.Sql =>
  reach.all
    ? Prisma.sql`true`
    : Prisma.sql`(${groups} = '{}' or ${groups} && ${groupsOf(reach)}::text[])`

/** SQL that is true where `projectId`, a column, is not the number of a project beyond this reach. */
export const ofReachedProject = (reach: Reach, projectId: Prisma.Sql): Prisma.Sql =>
  reach.all
    ? Prisma.sql`true`
    : Prisma.sql`${projectId} <> all (array(
        select id from project where not ${within(reach, Prisma.sql`groups`)}))`

/** The groups that something can be limited to by whoever reaches this far, by name. */
export async function groupsToGive(reach: Reach): Promise<string[]> {
  if (!reach.all) return reach.groups.toSorted()
  const rows = await db().group.findMany({ select: { name: true }, orderBy: { name: 'asc' } })
  return rows.map(({ name }) => name)
}
