import { ofReachedProject } from '#lib/access/reach/data.ts'
import type { Reach } from '#lib/access/reach.ts'
import { db, Prisma, pool } from '#lib/db/client.ts'
import type { Scope } from '#lib/errors/reclassify/kept.ts'
import { preview, type ReclassifyPreview } from '#lib/errors/reclassify/preview.ts'
import { UserError } from '#lib/failures.ts'
import { badCursor, type Items, itemsOf } from '#lib/items.ts'

/** Kept errors that are, or were, classified again. */
export interface Reclassification {
  id: number
  projectId: number
  /** null: the whole project's */
  signatureId: number | null
  /** the one whose moves it takes back */
  undoes: number | null
  total: number
  /** how many were looked at so far */
  done: number
  moved: number
  startedBy: string
  startedAt: Date
  finishedAt: Date | null
}

const COLUMNS = Prisma.sql`id, project_id as "projectId", signature_id as "signatureId", undoes, total, done, moved,
  started_by as "startedBy", started_at as "startedAt", finished_at as "finishedAt"`

const isReached = (reach: Reach) => ofReachedProject(reach, Prisma.sql`project_id`)

/** How many errors would go where. */
export const previewReclassification = (scope: Scope): Promise<ReclassifyPreview> =>
  preview(pool(), scope)

/** Newest first. */
export async function listReclassifications(
  reach: Reach,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Items<Reclassification>> {
  if (cursor !== undefined && !/^\d{1,9}$/.test(cursor)) throw badCursor()
  const before = cursor === undefined ? Prisma.sql`true` : Prisma.sql`id < ${Number(cursor)}`
  const rows = await db().$queryRaw<Reclassification[]>`
    select ${COLUMNS} from reclassification where ${isReached(reach)} and ${before}
    order by id desc limit ${limit + 1}`
  return itemsOf(rows, limit, ({ id }) => id)
}

/** Throws a UserError (`not_found`) when there is none. */
export async function getReclassification(reach: Reach, id: number): Promise<Reclassification> {
  const [row] = await db().$queryRaw<Reclassification[]>`
    select ${COLUMNS} from reclassification where id = ${id} and ${isReached(reach)}`
  if (!row) throw new UserError(`There is no reclassification ${id}.`, { code: 'not_found' })
  return row
}
