import { ofReachedProject, within } from '#lib/access/reach/data.ts'
import { type Reach, whereReached } from '#lib/access/reach.ts'
import { Prisma } from '#lib/db/client.ts'

/** SQL that is true where what the delivery `d` tells, a monitor's or a project's, is within reach. */
export const toldWithin = (reach: Reach): Prisma.Sql =>
  reach.all
    ? Prisma.sql`true`
    : Prisma.sql`(
        exists (select from monitor where id = d.monitor_id and ${within(reach, Prisma.sql`groups`)})
        or exists (select from notice where id = d.notice_id
          and ${ofReachedProject(reach, Prisma.sql`project_id`)}))`

/** The same as a condition of Prisma on deliveries. */
export const whereToldWithin = (reach: Reach): Prisma.DeliveryWhereInput =>
  reach.all
    ? {}
    : { OR: [{ monitor: whereReached(reach) }, { notice: { project: whereReached(reach) } }] }
