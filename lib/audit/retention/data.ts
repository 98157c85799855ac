import {
  type AuditRetention,
  auditRetention,
  auditRetentionSetting,
} from '#lib/audit/retention/setting.ts'
import { db } from '#lib/db/client.ts'

export async function getAuditRetention(): Promise<AuditRetention> {
  const row = await db().setting.findUnique({ where: { key: auditRetentionSetting.key } })
  return auditRetention.parse(row?.value ?? {})
}
