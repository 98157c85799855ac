import { z } from 'zod'
import { paging, q } from '#app/api/_shapes/lists.ts'
import {
  levelName,
  signatureSort,
  signatureState,
  sliceName,
  sortOrder,
} from '#lib/errors/schema.ts'
import { SLICE_NAMES } from '#lib/errors/slices.ts'
import { moment as time } from '#lib/errors/times.ts'
import { LINES_LIMIT } from '#lib/errors/timeseries/limits.ts'

/** Firetower's: what is shown when no range is asked for. */
const USUAL_RANGE_MS = 300_000_000

const start = time
  .optional()
  .describe('Date, Unix time or `-10min`; included. `start` and `end` go together.')
const end = time.optional().describe('Likewise.')

interface Ends {
  start?: Date | undefined
  end?: Date | undefined
}

/** Both or none of a range's ends, in their order. */
function checkEnds({ start, end }: Ends, context: z.RefinementCtx) {
  if ((start === undefined) !== (end === undefined)) {
    const missing = start === undefined ? 'start' : 'end'
    context.addIssue({ code: 'custom', path: [missing], message: 'goes with the other end' })
  } else if (start && end && start > end)
    context.addIssue({ code: 'custom', path: ['start'], message: 'must be before `end`' })
}

const rangeOf = ({ start, end }: Ends) => (start && end ? { from: start, to: end } : undefined)

const filter = {
  q,
  project: z.string().max(100).optional().describe('Name or number.'),
  state: signatureState.optional(),
  level: levelName.optional().describe('Seen at this level or a worse one.'),
  host: z.string().max(255).optional().describe('Seen on this host.'),
  above: z.coerce
    .number()
    .min(0)
    .optional()
    .describe('More often than this, in the range or ever.'),
}

export const signatureQuery = paging
  .extend({ ...filter, start, end, sort: signatureSort.optional(), order: sortOrder.optional() })
  .superRefine(checkEnds)
  .transform(({ start, end, ...query }) => ({ ...query, range: rangeOf({ start, end }) }))

export const rangeQuery = z
  .strictObject({ start, end })
  .superRefine(checkEnds)
  .transform(ends => ({ range: rangeOf(ends) }))

const charted = {
  slice: sliceName.default('minute').describe(`One of ${SLICE_NAMES.join(', ')}.`),
  start: start.describe('The last 300,000 seconds unless `start` and `end` are given.'),
  end,
}

const usual = (ends: Ends) => {
  const now = new Date()
  return rangeOf(ends) ?? { from: new Date(now.getTime() - USUAL_RANGE_MS), to: now }
}

export const timeseriesQuery = z
  .strictObject({
    ...charted,
    ...filter,
    limit: z.coerce
      .number()
      .int()
      .min(0)
      .max(LINES_LIMIT)
      .default(10)
      .describe('The most frequent signatures, each of which gets its own points.'),
  })
  .superRefine(checkEnds)
  .transform(({ start, end, limit, ...query }) => ({
    ...query,
    lines: limit,
    range: usual({ start, end }),
  }))

export const oneTimeseriesQuery = z
  .strictObject({ ...charted, level: filter.level, host: filter.host })
  .superRefine(checkEnds)
  .transform(({ start, end, ...query }) => ({ ...query, range: usual({ start, end }) }))

export const relatedQuery = z.strictObject({ trace: z.string().min(1).max(100) })
