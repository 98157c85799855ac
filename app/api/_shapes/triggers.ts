import { z } from 'zod'
import { id, moment, paging, q } from '#app/api/_shapes/lists.ts'
import { triggerDefinition } from '#lib/streams/definition/schema.ts'
import { STREAM_STATES } from '#lib/streams/states.ts'

export const triggerQuery = paging.extend({
  q,
  project: z.string().max(100).optional().describe('Its triggers alone, by name or number.'),
})
export const oneTrigger = z.object({ id })
export const oneVersion = oneTrigger.extend({ version: id })

/** A trigger as the API tells it: the keys of its definition stand beside what is said of it. */
export const trigger = z.strictObject({
  ...triggerDefinition.shape,
  id: z.int(),
  project: z.string(),
  description: z.string(),
  enabled: z.boolean().describe('Whether it opens streams.'),
  yaml: z.string().describe('The definition as it was written.'),
  version: z.int().describe('Counts the definitions.'),
  createdAt: moment,
  updatedAt: moment,
  savedBy: z.string().describe('The author of its version.'),
  streams: z
    .record(z.enum(STREAM_STATES), z.int())
    .describe('How many streams it has, by their state.'),
})

export const triggerVersion = z.strictObject({
  version: z.int(),
  yaml: z.string(),
  savedAt: moment,
  savedBy: z.string(),
})

export const statisticsQuery = z.strictObject({
  from: moment.optional().describe('Default: an hour ago.'),
  to: moment.optional().describe('Default: now.'),
})

const count = z.number()

export const statistics = z.strictObject({
  counters: z.record(z.string(), count).describe('What it did, in Winchester’s words.'),
  criteria: z
    .array(
      z.strictObject({
        criteria: z.string().describe('What was looked at.'),
        checks: count.describe('How many events were.'),
        passed: count,
        reasons: z.record(z.string(), count).describe('Why the others did not; at debug level 2.'),
      }),
    )
    .describe('At debug level 1 and 2.'),
})
