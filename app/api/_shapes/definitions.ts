import { z } from 'zod'
import { id, moment, paging, q } from '#app/api/_shapes/lists.ts'
import { eventDefinition } from '#lib/streams/distiller/schema.ts'
import { TRAIT_TYPES } from '#lib/streams/distiller/values.ts'

export const definitionQuery = paging.extend({
  q,
  project: z.string().optional().describe('Number or name; left out: all.'),
})
export const oneDefinition = z.object({ id })

export const definition = eventDefinition.extend({
  id: z.int(),
  projectId: z.int(),
  project: z.string(),
  position: z.int().describe('Its place in its project, from 1; the last that fits is the one.'),
  yaml: z.string().describe('The same as it was written.'),
  version: z.int().describe('Counts the saves.'),
  createdAt: moment,
  updatedAt: moment,
})

const finding = z.strictObject({
  trait: z.string(),
  type: z.enum(TRAIT_TYPES),
  paths: z.array(z.string()).describe('Where its value was found; a plugin makes it of several.'),
  value: z
    .union([z.string(), z.number()])
    .nullable()
    .describe('A datetime as ISO 8601 in UTC; null: the trait is left out.'),
  problem: z.string().nullable().describe('Why what was found is not of its type.'),
})

/** The answer to `POST /api/definitions/try`. */
export const definitionTried = z.strictObject({
  event: z
    .strictObject({
      event_type: z.string(),
      message_id: z.string(),
      timestamp: z.string(),
      traits: z.record(z.string(), z.json()),
    })
    .nullable(),
  dropped: z
    .enum(['no_definition', 'no_traits', 'invalid'])
    .nullable()
    .describe('Why no event would be made.'),
  reason: z.string().nullable().describe('The same in words.'),
  definition: z
    .strictObject({
      id: z.int().nullable().describe('Null: the one that is not saved.'),
      position: z.int(),
      event_type: z.array(z.string()),
    })
    .nullable()
    .describe('The one that takes it; null: none.'),
  traits: z.array(finding),
})
