import { z } from 'zod'
import { id, moment, paging, q } from '#app/api/_shapes/lists.ts'

export const pipelineQuery = paging.extend({
  q,
  project: z.string().optional().describe('Number or name; left out: all.'),
})
export const onePipeline = z.object({ id })

const step = z.strictObject({ name: z.string(), params: z.record(z.string(), z.json()) })

export const pipeline = z.strictObject({
  id: z.int(),
  project: z.string(),
  name: z.string(),
  description: z.string(),
  handlers: z.array(step).describe('In the order in which they run.'),
  yaml: z.string().describe('The same as it was written.'),
  version: z.int().describe('Counts the saves.'),
  createdAt: moment,
  updatedAt: moment,
  usedBy: z
    .array(
      z.strictObject({
        ...{ id: z.int(), name: z.string() },
        on: z.array(z.enum(['fire', 'expire'])),
      }),
    )
    .describe('The triggers that run it; while there is one, it cannot be deleted.'),
})

const event = z.strictObject({
  ...{ uid: z.string(), type: z.string(), id: z.string(), host: z.string() },
  at: z.number().describe('Its end, in microseconds since 1970.'),
  start: z.number(),
  pid: z.int().nullable(),
  traits: z.record(z.string(), z.json()),
})

export const tried = z.strictObject({
  error: z.string().nullable().describe('Why it failed; null when all went well.'),
  steps: z.array(
    z.strictObject({
      name: z.string(),
      outcome: z
        .enum(['done', 'failed', 'skipped'])
        .describe('`skipped`: one before it has failed.'),
      durationMs: z.int(),
      taken: z.int().describe('How many events came to it.'),
      given: z.int().describe('How many it gave on.'),
      added: z.array(event).describe('The first events that it added.'),
      dropped: z.array(event).describe('The first events that it kept back.'),
      log: z.array(z.strictObject({ level: z.string(), message: z.string() })),
      effects: z
        .record(z.string(), z.array(z.json()))
        .describe('The first of what it would bring about, by kind: `metrics`, `notices` …'),
      counts: z.record(z.string(), z.int()).describe('And how much that is in all.'),
    }),
  ),
})
