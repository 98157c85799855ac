import { z } from 'zod'
import { id, moment } from '#app/api/_shapes/lists.ts'
import { LEVELS } from '#lib/errors/event.ts'
import { errorMonitorName, watched } from '#lib/errors/monitors.ts'
import { muting, signatureState, sliceName } from '#lib/errors/schema.ts'

const point = z.tuple([z.number(), z.number()]).describe('[Unix milliseconds, count]')
const points = z.array(point)
const charts = {
  slice: sliceName,
  resolution: z
    .enum(['second', 'minute', 'hour'])
    .describe('How exact the ends are: seconds and minutes are not kept for ever.'),
  start: moment,
  end: moment,
}

export const timeseries = z.strictObject({
  ...charts,
  items: z.array(
    z.strictObject({
      id: z.int(),
      template: z.string(),
      name: z.string(),
      count: z.number(),
      points,
    }),
  ),
  total: z.strictObject({ count: z.number(), points }).describe('Those without an item included.'),
})

export const oneTimeseries = z.strictObject({ id: z.int(), ...charts, count: z.number(), points })

const frequent = z.strictObject({
  values: z.array(z.string()),
  more: z.int().describe('How many others there are.'),
})

export const signature = z.strictObject({
  id: z.int(),
  template: z.string().describe('What all of its messages have in common; `<*>` is variable.'),
  name: z.string(),
  project: z.string(),
  projectId: z.int(),
  state: signatureState,
  regressed: z.boolean().describe('Came again after it was resolved.'),
  regressedAt: moment.nullable(),
  regressedRelease: z.string().nullable(),
  resolvedAt: moment.nullable(),
  resolvedRelease: z.string().nullable(),
  muted: z
    .strictObject({ until: moment.nullable(), above: muting.shape.above.unwrap() })
    .nullable()
    .describe('Why it is muted; both null: for good.'),
  level: z.enum(LEVELS).describe('The worst seen.'),
  count: z.number(),
  inRange: z.number().nullable().describe('What came between `start` and `end`.'),
  firstSeen: moment,
  lastSeen: moment,
  hosts: frequent,
  programs: frequent,
  sparkline: z
    .array(z.number())
    .describe('Counts of the range, or of the last day, in at most 48 equal parts.'),
  merged: z.int().describe('How many signatures were merged into it.'),
})

const facet = z.array(z.strictObject({ value: z.string(), count: z.number(), lastSeen: moment }))

export const signatureDetail = signature.extend({
  origin: z.string().describe('What founded it.'),
  firstMessage: z.string(),
  threshold: z.number().nullable(),
  regex: z.string().nullable(),
  ratio: z
    .strictObject({ count: z.number(), mean: z.number(), deviation: z.number() })
    .nullable()
    .describe('How alike its messages are to it.'),
  facets: z.strictObject({ host: facet, program: facet, level: facet, release: facet }),
  members: z.array(
    z.strictObject({
      id: z.int(),
      mergedInto: z.int(),
      template: z.string(),
      name: z.string(),
      count: z.number(),
    }),
  ),
  examples: z.int().describe('Errors that are kept whole.'),
  createdAt: moment,
})

const changes = z.array(z.int()).describe('Entries of the audit trail, to undo them by.')
export const changed = z.strictObject({ changes })
export const changedSignature = signatureDetail.extend({ changes })

export const example = z.strictObject({
  id: z.int(),
  signatureId: z.int(),
  at: moment,
  receivedAt: moment,
  input: z.string(),
  level: z.enum(LEVELS),
  host: z.string(),
  program: z.string(),
  message: z.string(),
  release: z.string().nullable(),
  environment: z.string().nullable(),
  traceId: z.string().nullable(),
  uid: z.string().nullable(),
  why: z
    .strictObject({ by: z.string(), ratio: z.number().nullable(), matched: z.string() })
    .describe('What put it into its signature.'),
  details: z.json(),
})

export const variable = z.strictObject({
  position: z.int(),
  distinct: z.int(),
  values: z.array(z.strictObject({ value: z.string(), count: z.int() })),
})

export const related = z.strictObject({
  errors: z.array(example),
  events: z.array(
    z.strictObject({
      uid: z.string(),
      type: z.string(),
      at: moment,
      host: z.string(),
      traits: z.json(),
    }),
  ),
})

export const splitPlan = z.strictObject({
  regex: z.string(),
  template: z.string(),
  taken: z.array(z.int()).describe('Ids of the kept errors that the rule takes.'),
  kept: z.int(),
})

export const reclassification = z.strictObject({
  id: z.int(),
  projectId: z.int(),
  signatureId: z.int().nullable(),
  undoes: z.int().nullable(),
  total: z.int(),
  done: z.int(),
  moved: z.int(),
  startedBy: z.string(),
  startedAt: moment,
  finishedAt: moment.nullable(),
})

const place = { template: z.string() }
export const reclassifyPreview = z.strictObject({
  total: z.int().describe('Errors that are kept.'),
  lookedAt: z.int(),
  moving: z.int(),
  moves: z.array(
    z.strictObject({
      from: z.strictObject({ id: z.int(), ...place }),
      to: z.strictObject({ id: z.int().nullable().describe('null: a new one.'), ...place }),
      count: z.int(),
    }),
  ),
})

export const monitorTemplate = z.strictObject({
  template: errorMonitorName,
  label: z.string(),
  description: z.string(),
  fields: z.array(z.string()).describe('What it looks at.'),
})
export const monitorOrder = watched.extend({
  template: errorMonitorName,
  name: z.string().trim().min(1).max(100).optional().describe('Otherwise one that says it.'),
})

export const oneSignature = z.object({ id })
