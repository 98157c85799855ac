import type { Actor } from '#lib/access/person.ts'
import { type AuditRetention, auditRetentionSetting } from '#lib/audit/retention/setting.ts'
import { changeSetting } from '#lib/audit/settings/change.ts'
import { pool } from '#lib/db/client.ts'
import { inTransaction } from '#lib/transaction.ts'

/** Sets for how long the trail is kept; the next clean-up goes by it. */
export const setAuditRetention = (retention: AuditRetention, actor: Actor): Promise<void> =>
  inTransaction(pool(), client => changeSetting(client, auditRetentionSetting, retention, actor))
