import { z } from 'zod'
import { moment, paging, q } from '#app/api/_shapes/lists.ts'
import { callRecord, reason } from '#lib/inquiries/schema.ts'
import { monitorInput, stateName } from '#lib/monitors/schema.ts'

export const monitorQuery = paging.extend({
  q,
  state: stateName.optional(),
  tag: z.string().max(50).optional(),
})

export const monitor = monitorInput.extend({
  id: z.int(),
  version: z.int().describe('Counts the saves.'),
  declared: z.boolean().describe('Declared in belfry.yaml, and only changed there.'),
  createdAt: moment,
  updatedAt: moment,
  state: stateName,
  since: moment,
  pending: z
    .strictObject({ state: stateName, count: z.int(), of: z.int() })
    .nullable()
    .describe('An outcome that is not believed yet: `count` runs in a row of the `of` it needs.'),
  lastRunAt: moment.nullable(),
  nextRunAt: moment.nullable(),
  value: z.json().describe("The last run's."),
  message: z.string().describe("The last run's."),
})

/** The body of PATCH: a JSON merge patch (RFC 7396); null sets a field back to its default. */
export const monitorPatch = z
  .strictObject({
    ...Object.fromEntries(
      Object.keys(monitorInput.shape).map(field => [field, z.json().optional()]),
    ),
    version: z
      .int()
      .optional()
      .describe(
        'The version that the change was made to; refused with 409 when there is a newer one.',
      ),
  })
  .describe('A JSON merge patch: what is left out stays, null goes back to the default.')

export const run = z.strictObject({
  id: z.int(),
  monitorId: z.int(),
  plannedAt: moment,
  startedAt: moment.nullable(),
  durationMs: z.number().nullable(),
  status: z.enum(['queued', 'running', 'done', 'missed', 'skipped']),
  manual: z.boolean().describe('Asked for by a person, or by the pipeline of a stream.'),
  stream: z.string().nullable().describe('Id of that stream.'),
  state: stateName.nullable(),
  reason: reason.nullable().describe('Why it is an ERROR.'),
  value: z.json(),
  series: z.record(z.string(), z.number()),
  message: z.string(),
  output: z.string(),
  calls: z.array(callRecord),
  line: z.int().nullable().describe('Of the script, where it failed.'),
  version: z.int().nullable().describe("The monitor's version that ran."),
  missedCount: z.int().nullable().describe('A missed run stands for so many planned times …'),
  missedFrom: moment.nullable().describe('… the first of which was this one.'),
})

export const transition = z.strictObject({
  id: z.int(),
  at: moment,
  from: stateName,
  to: stateName,
  message: z.string(),
  value: z.json(),
  runId: z.int().nullable(),
  version: z.int(),
})

export const version = z.strictObject({
  version: z.int(),
  at: moment,
  author: z.string(),
  changed: z.array(z.string()).describe('The fields that differ from the version before.'),
})

const numbers = z.array(z.number().nullable())

export const series = z.strictObject({
  from: z.number().describe('Unix milliseconds, like all times here.'),
  to: z.number(),
  bucketMs: z.number().nullable().describe('Each point stands for so long; null: each is a run.'),
  times: z.array(z.number()),
  columns: z.array(
    z.strictObject({
      name: z.string().describe('`value`, or the name that the script recorded.'),
      values: numbers,
      range: z.strictObject({ low: numbers, high: numbers }).nullable(),
    }),
  ),
  leftOut: z.int().describe('Series left out since there are too many.'),
})
