import { type Setting, undoSetting } from '#lib/audit/settings/change.ts'
import type { Undoers } from '#lib/audit/undo.ts'
import { RETENTION_KEY } from '#lib/errors/retention/keys.ts'
import { retention } from '#lib/errors/retention/schema.ts'

/** For how long errors are counted. */
export const errorRetention: Setting<typeof retention> = {
  ...{ key: RETENTION_KEY, schema: retention },
  ...{ action: 'retention', title: 'The retention' },
}

export const retentionUndoers: Undoers = { 'setting.retention': undoSetting(errorRetention) }
