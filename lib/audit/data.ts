import { conditionsOf } from '#lib/audit/filter/data.ts'
import type { AuditFilter } from '#lib/audit/filter.ts'
import { noEntry } from '#lib/audit/undo.ts'
import { db, Prisma } from '#lib/db/client.ts'
import { badCursor, type Items } from '#lib/items.ts'

/** An entry of the trail: who changed what. */
export interface AuditEntry {
  id: number
  at: Date
  person: string
  /** null: on the machine itself */
  address: string | null
  action: string
  subject: string
  subjectId: string
  /** what it was called then; '' where its id says it */
  name: string
  /** `before` and `after`, or whatever the action has changed */
  change: Record<string, unknown>
  undoneAt: Date | null
  undoneBy: string | null
}

const ENTRY = Prisma.sql`id::float8 as id, at, person, address, action, subject, subject_id as "subjectId", name,
  change, undone_at as "undoneAt", undone_by as "undoneBy"`

/** A page looks through so many entries for those that fit: a fraction of a second, however large the trail is. */
const LOOKED_THROUGH = 50_000

export interface AuditPage extends Items<AuditEntry> {
  /** until when the trail was looked through, where it was not to its end */
  reached: Date | null
}

/**
 * Entries that fit, newest first. Kind of subject, subject, person and times are found at once; for everything else
 * entries are looked through, a limited number a page: one may be short, even empty, and still have a `next`.
 */
export async function listChanges(
  filter: AuditFilter & { limit: number; cursor?: string | undefined },
): Promise<AuditPage> {
  const { limit, cursor } = filter
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw badCursor()
  const { found, fitting } = conditionsOf(filter)
  const after = cursor === undefined ? found : Prisma.sql`${found} and ${isBefore(cursor)}`
  const rows = await db().$queryRaw<AuditEntry[]>`
    select ${ENTRY} from (
      select * from audit where ${after} order by at desc, id desc limit ${LOOKED_THROUGH}) looked
    where ${fitting ?? Prisma.sql`true`} order by at desc, id desc limit ${limit + 1}`
  if (rows.length > limit) return pageOf(rows.slice(0, limit))

  const last = fitting ? await lastLookedAt(after) : undefined
  return { items: rows, next: last ? String(last.id) : null, reached: last?.at ?? null }
}

function pageOf(items: AuditEntry[]): AuditPage {
  const last = items.at(-1)
  return { items, next: last ? String(last.id) : null, reached: last?.at ?? null }
}

/** Older than this one. When the clean-up has taken it, nothing older is there either. */
const isBefore = (id: string) => Prisma.sql`
  (at, id) < (select at, id from audit where id = ${id}::int8)`

/** Where looking through ended, unless it came to the end. */
async function lastLookedAt(after: Prisma.Sql): Promise<{ id: number; at: Date } | undefined> {
  const [last] = await db().$queryRaw<{ id: number; at: Date }[]>`
    select id::float8 as id, at from audit where ${after}
    order by at desc, id desc offset ${LOOKED_THROUGH - 1} limit 1`
  return last
}

/** Throws a UserError (`not_found`) when there is none. */
export async function getChange(id: number): Promise<AuditEntry> {
  const [row] = await db().$queryRaw<
    AuditEntry[]
  >`select ${ENTRY} from audit where id = ${id}::int8`
  if (!row) throw noEntry(id)
  return row
}
