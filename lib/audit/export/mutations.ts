import type { Actor } from '#lib/access/person.ts'
import type { AuditFilter } from '#lib/audit/filter.ts'
import { recordChange } from '#lib/audit/record.ts'
import { pool } from '#lib/db/client.ts'

/** Notes who takes a copy of the trail, and of which part. */
export async function noteExport(format: string, filter: AuditFilter, actor: Actor): Promise<void> {
  await recordChange(pool(), {
    ...{ actor, action: 'export', subject: 'audit', subjectId: format },
    change: { ...filter },
  })
}
