import { z } from 'zod'
import { type Setting, undoSetting } from '#lib/audit/settings/change.ts'
import type { Undoers } from '#lib/audit/undo.ts'

/** What happened within a month must be known, whoever would rather have it forgotten. */
const LEAST_DAYS = 30
const MOST_DAYS = 3_660

/** For how long the trail is kept. */
export const auditRetention = z.strictObject({
  days: z
    .int()
    .min(LEAST_DAYS)
    .max(MOST_DAYS)
    .default(365)
    .describe('Days for which entries of the audit trail are kept.'),
})
export type AuditRetention = z.output<typeof auditRetention>

export const auditRetentionSetting: Setting<typeof auditRetention> = {
  ...{ key: 'audit.retention', schema: auditRetention },
  ...{ action: 'audit-retention', title: 'The retention' },
}

export const auditUndoers: Undoers = {
  'setting.audit-retention': undoSetting(auditRetentionSetting),
}
