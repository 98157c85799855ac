import { z } from 'zod'
import { moment, page, q } from '#app/api/_shapes/lists.ts'
import { KINDS, PERIODS, VIEWS } from '#lib/metrics/terms.ts'

const name = z.string().min(1).max(250)
const project = z.string().max(100).default('default').describe('Name or number.')
const date = z.string().max(20).optional()

export const treeQuery = z.strictObject({ project })

export const metricTree = z
  .record(z.string(), z.record(z.string(), z.array(z.string())))
  .describe('By metric, by filter: the values that came.')

const NAMES_LIMIT = 10_000

export const metricNamesQuery = z.strictObject({
  project,
  q: q.describe('Words that the name has all of.'),
  limit: z.coerce.number().int().min(1).max(NAMES_LIMIT).default(1_000),
  cursor: z.string().max(300).optional().describe('`next` of the page before.'),
})

export const metricNames = page(
  z.strictObject({
    ...{ name: z.string(), kind: z.enum(KINDS) },
    lastSeen: moment.describe('When something came for it.'),
  }),
)

export const datasetQuery = z.strictObject({
  project,
  name: name.describe('Of the metric.'),
  period: z.enum(PERIODS).default('month'),
  from_date: date.describe(
    'YYYY-MM-DD or unix seconds; its period is read whole. Default: 30 days ago.',
  ),
  to_date: date.describe('Likewise. Default: now.'),
  filter_name: name,
  filters: z
    .string()
    .max(5_000)
    .optional()
    .describe(
      'Several filters that are counted together, as JSON: `{"country":"ch","device":"web"}`.',
    ),
  most: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .describe(
      'Only so many values, the greatest first. Default: 1,000 in the order of their names.',
    ),
  kind: z.enum(KINDS).optional().describe('When several are counted under the name.'),
  view: z.enum(VIEWS).default('value').describe('As what buckets are looked at.'),
})

export const statsQuery = datasetQuery.omit({ most: true }).extend({
  filter_name: name.optional(),
  filter_value: z.string().max(250).optional(),
  compare: z
    .stringbool()
    .optional()
    .describe('`true`: also the same length of time before, as `before`.'),
})

const point = z.tuple([z.int().describe('Unix seconds of its beginning.'), z.number()])
const range = {
  range: z.array(point),
  avg: z.number().describe('Rounded down.'),
  min: z.number(),
  max: z.number(),
}
const asked = { project: z.string(), period: z.enum(PERIODS), name: z.string() }

export const stats = z.strictObject({
  ...range,
  ...asked,
  filter_name: z.string().nullable(),
  filter_value: z.string().nullable(),
  before: z.strictObject(range).optional().describe('When `compare` is asked for.'),
})

export const dataset = z.strictObject({
  data: z.record(z.string(), z.strictObject(range)).describe('By value of the filter.'),
  ...asked,
  filter_name: z.string(),
})
