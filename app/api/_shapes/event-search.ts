import { z } from 'zod'
import { eventQuery } from '#app/api/_shapes/events.ts'
import { readKeys } from '#lib/events/query/key.ts'

/** Which events are looked at together. */
export const eventsAsked = eventQuery.omit({ limit: true, cursor: true })

const KEY_LIMIT = 250
const MOST_KEYS = 12

const key = z
  .string()
  .min(1)
  .max(KEY_LIMIT)
  .describe('`type`, `host`, or the dotted key of a trait: `response.status`.')
const keys = z
  .string()
  .max(KEY_LIMIT * MOST_KEYS)
  .transform(readKeys)
  .pipe(z.array(key).min(1).max(MOST_KEYS))
const most = z.coerce.number().int().min(1).max(50)
const slice = z.coerce.number().min(0.001).max(31_536_000)
const value = z.unknown().optional().describe('Left out where events do not have it.')
const share = z
  .number()
  .describe('How much of the events was looked at, and counted up from; 1: all of them.')
const times = z.array(z.number()).describe('Beginnings of the slices; unix milliseconds.')

export const histogramQuery = eventsAsked.extend({
  slice: slice.optional().describe('Seconds; default so that there are 120 at most.'),
  by: key.optional(),
  most: most.default(5).describe('Values that are counted each for itself.'),
})

export const histogram = z.strictObject({
  sliceSeconds: z.number(),
  times,
  lines: z
    .array(z.strictObject({ value, counts: z.array(z.int()) }))
    .describe('The most frequent values first; without `by` one of all.'),
  others: z.array(z.int()),
  share,
})

export const facetsQuery = eventsAsked.extend({
  keys: keys
    .default(['type', 'host'])
    .describe(`Keys with commas between them; ${MOST_KEYS} at most.`),
  most: most.default(10).describe('Values of each.'),
})

export const facets = z.strictObject({
  count: z.int(),
  facets: z.array(
    z.strictObject({
      key: z.string(),
      values: z.array(z.strictObject({ value: z.unknown(), count: z.int() })),
      others: z.int().describe('All values besides these.'),
      without: z.int().describe('Events that do not have it.'),
    }),
  ),
  share,
})

export const aggregateQuery = eventsAsked.extend({
  measures: z
    .string()
    .max(2_000)
    .default('count')
    .describe(
      '`count,rate,avg(duration),p99(response.size),distinct(user)`; the first decides the order.',
    ),
  by: key.optional(),
  slice: slice.optional().describe('Seconds; without it only over the whole time.'),
  most: most.default(10).describe('Values of `by`.'),
})

export const eventsCsvQuery = eventsAsked.extend({
  columns: keys
    .default([])
    .describe('Traits that have a column of their own, with commas between.'),
})

const numbers = z.array(z.number().nullable())
export const aggregate = z.strictObject({
  columns: z.array(z.string()),
  times,
  rows: z.array(
    z.strictObject({
      value,
      numbers: numbers.describe('One for each column.'),
      over: z.array(numbers.nullable()).describe('The same for each time.'),
    }),
  ),
  isCut: z.boolean().describe('Whether there are more values.'),
  share,
})

export const completionsQuery = eventsAsked.omit({ q: true }).extend({
  key: key.optional().describe('Without it keys are looked for, with it what it may be.'),
  letters: z.string().max(KEY_LIMIT).default(''),
})

export const completions = z.strictObject({
  items: z.array(z.strictObject({ text: z.string(), about: z.string() })),
})
