import { z } from 'zod'
import { type Setting, undoSetting } from '#lib/audit/settings/change.ts'
import type { Undoers } from '#lib/audit/undo.ts'
import { pointExpression } from '#lib/streams/timex/schema.ts'

const fields = {
  keepDays: z
    .int()
    .min(0)
    .max(3_660)
    .describe('Days for which completed streams are kept; 0: they are deleted as they complete.'),
  retries: z
    .int()
    .min(0)
    .max(20)
    .describe('How often a pipeline that failed is tried again before a person has to.'),
  trimEventsAge: pointExpression('timestamp')
    .nullable()
    .describe(
      'Events from before this time are deleted, whatever else keeps them, also from streams: a time expression like “$timestamp - 14d”; null: never.',
    ),
  trimEventsBatchSize: z
    .int()
    .min(1)
    .max(10_000)
    .describe('Of those, how many are deleted at once, the oldest first.'),
}

/** What is left out stays. */
export const streamSettingsPatch = z.strictObject(fields).partial()
export type StreamSettingsPatch = z.output<typeof streamSettingsPatch>

/** How streams are run and for how long they are kept. */
export const streamSettings = z.strictObject({
  keepDays: fields.keepDays.default(14),
  retries: fields.retries.default(3),
  trimEventsAge: fields.trimEventsAge.default(null),
  trimEventsBatchSize: fields.trimEventsBatchSize.default(100),
})
export type StreamSettings = z.output<typeof streamSettings>

export const streamSetting: Setting<typeof streamSettings> = {
  ...{ key: 'streams.settings', schema: streamSettings },
  ...{ action: 'stream-settings', title: 'The settings of streams' },
}

export const streamUndoers: Undoers = {
  'setting.stream-settings': undoSetting(streamSetting),
}
