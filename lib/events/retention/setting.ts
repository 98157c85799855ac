import { z } from 'zod'
import { type Setting, undoSetting } from '#lib/audit/settings/change.ts'
import type { Undoers } from '#lib/audit/undo.ts'

const fields = {
  days: z
    .int()
    .min(1)
    .max(3_660)
    .describe('Days for which events are kept; those of a day go together.'),
  archiveDays: z
    .int()
    .min(0)
    .max(36_600)
    .nullable()
    .describe('Days after which they leave the archive, too, if there is one; null: never.'),
}

/** What is left out stays. */
export const eventRetentionPatch = z.strictObject(fields).partial()
export type EventRetentionPatch = z.output<typeof eventRetentionPatch>

/** For how long events are kept. */
export const eventRetention = z.strictObject({
  days: fields.days.default(30),
  archiveDays: fields.archiveDays.default(null),
})
export type EventRetention = z.output<typeof eventRetention>

export const eventRetentionSetting: Setting<typeof eventRetention> = {
  ...{ key: 'events.retention', schema: eventRetention },
  ...{ action: 'event-retention', title: 'The retention' },
}

export const eventUndoers: Undoers = {
  'setting.event-retention': undoSetting(eventRetentionSetting),
}
