import { z } from 'zod'
import { type Setting, undoSetting } from '#lib/audit/settings/change.ts'
import type { Undoers } from '#lib/audit/undo.ts'

/** For how long events are kept. */
export const eventRetention = z.strictObject({
  days: z
    .int()
    .min(1)
    .max(3_660)
    .default(30)
    .describe('Days for which events are kept; those of a day go together.'),
  archiveDays: z
    .int()
    .min(0)
    .max(36_600)
    .nullable()
    .default(null)
    .describe('Days after which they leave the archive, too, if there is one; null: never.'),
})
export type EventRetention = z.output<typeof eventRetention>

export const eventRetentionSetting: Setting<typeof eventRetention> = {
  ...{ key: 'events.retention', schema: eventRetention },
  ...{ action: 'event-retention', title: 'The retention' },
}

export const eventUndoers: Undoers = {
  'setting.event-retention': undoSetting(eventRetentionSetting),
}
