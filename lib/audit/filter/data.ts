import type { AuditFilter } from '#lib/audit/filter.ts'
import { Prisma } from '#lib/db/client.ts'
import { likePattern } from '#lib/like.ts'

/** Conditions on the table `audit`: those that its indexes answer, and those for which entries are looked through. */
export function conditionsOf(filter: AuditFilter): {
  found: Prisma.Sql
  fitting: Prisma.Sql | null
} {
  const { subject, subjectId, person, from, until, action, address, q } = filter
  const fitting = [
    ...(action ? [Prisma.sql`action = ${action}`] : []),
    ...(address ? [Prisma.sql`address = ${address}`] : []),
    ...(q ? [contains(q)] : []),
  ]
  const found = [
    Prisma.sql`true`,
    ...(subject ? [Prisma.sql`subject = ${subject}`] : []),
    ...(subjectId ? [Prisma.sql`subject_id = ${subjectId}`] : []),
    ...(person ? [Prisma.sql`person = ${person}`] : []),
    ...(from ? [Prisma.sql`at >= ${from}::timestamptz`] : []),
    ...(until ? [Prisma.sql`at < ${until}::timestamptz`] : []),
  ]
  return {
    found: Prisma.join(found, ' and '),
    fitting: fitting.length > 0 ? Prisma.join(fitting, ' and ') : null,
  }
}

function contains(q: string): Prisma.Sql {
  const pattern = likePattern(q)
  return Prisma.sql`concat_ws(' ', person, address, action, subject, subject_id, name, change::text)
    ilike ${pattern}`
}
