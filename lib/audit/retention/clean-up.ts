import type { Pool } from 'pg'
import { auditRetention, auditRetentionSetting } from '#lib/audit/retention/setting.ts'

/** For how many days entries of the trail are kept, as the clean-up reads it. */
export async function auditDays(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ value: unknown }>(
    'select value from setting where key = $1',
    [auditRetentionSetting.key],
  )
  return auditRetention.parse(rows[0]?.value ?? {}).days
}
