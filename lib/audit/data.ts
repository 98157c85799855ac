import { db, Prisma } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { badCursor, type Items } from '#lib/monitors/data.ts'

/** An entry of the trail: who changed what. */
export interface AuditEntry {
  id: number
  at: Date
  person: string
  action: string
  subject: string
  subjectId: string
  /** `before` and `after`, or whatever the action has changed */
  change: Record<string, unknown>
  undoneAt: Date | null
  undoneBy: string | null
}

export interface AuditFilter {
  subject?: string | undefined
  subjectId?: string | undefined
  person?: string | undefined
  action?: string | undefined
  /** in person, action, subject or change */
  q?: string | undefined
}

const ENTRY = Prisma.sql`id::float8 as id, at, person, action, subject, subject_id as "subjectId", change,
  undone_at as "undoneAt", undone_by as "undoneBy"`

/** The entries that fit, newest first. */
export async function listChanges(
  filter: AuditFilter & { limit: number; cursor?: string | undefined },
): Promise<Items<AuditEntry>> {
  const { limit, cursor } = filter
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw badCursor()
  const before = cursor === undefined ? Prisma.sql`true` : Prisma.sql`id < ${cursor}::int8`
  const rows = await db().$queryRaw<AuditEntry[]>`
    select ${ENTRY} from audit where ${fits(filter)} and ${before} order by audit.id desc limit ${limit + 1}`
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? String(items.at(-1)?.id) : null }
}

/** Throws a UserError (`not_found`) when there is none. */
export async function getChange(id: number): Promise<AuditEntry> {
  const [row] = await db().$queryRaw<
    AuditEntry[]
  >`select ${ENTRY} from audit where id = ${id}::int8`
  if (!row) throw new UserError(`There is no entry ${id} in the trail.`, { code: 'not_found' })
  return row
}

function fits({ subject, subjectId, person, action, q }: AuditFilter): Prisma.Sql {
  const conditions = [Prisma.sql`true`]
  if (subject) conditions.push(Prisma.sql`subject = ${subject}`)
  if (subjectId) conditions.push(Prisma.sql`subject_id = ${subjectId}`)
  if (person) conditions.push(Prisma.sql`person = ${person}`)
  if (action) conditions.push(Prisma.sql`action = ${action}`)
  if (q) {
    const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`
    conditions.push(Prisma.sql`(person ilike ${pattern} or action ilike ${pattern}
      or subject ilike ${pattern} or change::text ilike ${pattern})`)
  }
  return Prisma.join(conditions, ' and ')
}
