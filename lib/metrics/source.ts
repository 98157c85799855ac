import { z } from 'zod'
import type { Reach } from '#lib/access/reach.ts'
import { moment } from '#lib/errors/times.ts'
import { UserError } from '#lib/failures.ts'
import { type Asked, readPoints, readPointsByValue, readTotal } from '#lib/metrics/data.ts'
import { periodFor } from '#lib/metrics/period-for.ts'
import { calendarOf } from '#lib/metrics/periods.ts'
import { widened } from '#lib/metrics/range.ts'
import { KINDS, PERIODS, VIEWS, type View } from '#lib/metrics/terms.ts'
import { viewed } from '#lib/metrics/views.ts'
import { defineSource } from '#lib/plugin.ts'
import { getProjectNamed } from '#lib/projects/data.ts'

const HOUR_MS = 3_600_000
/** A range of a day is read minute by minute, one of two months hour by hour. */
const MOST_BUCKETS = 1_500

const name = z.string().min(1).max(250).meta({ title: 'metric' })
const fields = z.strictObject({
  project: z.union([z.string(), z.int()]).optional(),
  filters: z.record(z.string(), z.string()).optional(),
  kind: z.enum(KINDS).optional(),
  from: moment.optional(),
  to: moment.optional(),
  period: z.enum(PERIODS).optional(),
})
type Options = z.output<typeof fields>
const options = fields.optional().meta({ title: 'options' })
const optionsByValue = fields
  .extend({ most: z.int().min(1).max(1_000).optional() })
  .optional()
  .meta({ title: 'options' })
const view = z.enum(VIEWS).optional().meta({ title: 'view' })

const points = z
  .array(z.tuple([z.number(), z.number()]))
  .describe('[unix seconds of the bucket, value], in order')

const OVER = 'in the last hour, a range, or the present bucket of a period'

/** The numbers that applications send here. */
export const metrics = defineSource({
  id: 'metrics',
  label: 'Metrics',
  description:
    'Numbers that applications send, counted by buckets and filters. Buckets that a range touches are read whole.',
  config: z.object({}),

  methods: method => {
    const total = (view: View, description: string) =>
      method({
        description: `${description} ${OVER}; null when nothing came.`,
        args: [name, options],
        returns: z.number().nullable(),
        call: (_, [metric, asked], { reach }) => totalOf(reach, metric, asked, view),
      })

    return {
      sum: total('sum', 'The sum of all values'),
      avg: total('mean', 'The mean of all values'),
      last: total('last', 'The newest value'),
      min: total('min', 'The least value'),
      max: total('max', 'The greatest value'),
      count: total('count', 'How many values came'),
      rate: method({
        description: `The sum of all values per second ${OVER}; 0 when nothing came.`,
        args: [name, options],
        returns: z.number(),
        call: async (_, [metric, asked], { reach }) =>
          (await totalOf(reach, metric, asked, 'rate')) ?? 0,
      }),
      percentile: method({
        description: `A percentile (0 to 100) of a distribution ${OVER}; off by 1 % at most, null when nothing came.`,
        args: [name, z.number().min(0).max(100).meta({ title: 'percent' }), options],
        returns: z.number().nullable(),
        call: (_, [metric, percent, asked], { reach }) =>
          totalOf(reach, metric, asked, percent / 100),
      }),
      timeseries: method({
        description: 'A metric over time, by buckets of a period; without `from` the last hour.',
        args: [name, options, view],
        returns: points,
        async call(_, [metric, asked = {}, shown], { reach }) {
          const { project, question } = await questionOf(reach, metric, asked)
          return readPoints(project, { ...question, view: shown }, asked.filters)
        },
      }),
      byFilter: method({
        description:
          'The metric over time for every value of a filter, or for the `most` greatest.',
        args: [name, z.string().min(1).max(250).meta({ title: 'filter' }), optionsByValue, view],
        returns: z.record(z.string(), points),
        async call(_, [metric, filter, { filters, most, ...asked } = {}, shown], { reach }) {
          const { project, question } = await questionOf(reach, metric, asked)
          const wanted = { ...question, view: shown }
          const byValue = await readPointsByValue(project, wanted, filter, { filters, most })
          return Object.fromEntries(byValue)
        },
      }),
    }
  },

  check: async () => {},
})

async function totalOf(
  reach: Reach,
  metric: string,
  given: Options = {},
  view: View | number,
): Promise<number | null> {
  const isPresent = given.period !== undefined && !given.from && !given.to
  const asked = isPresent ? { ...given, from: new Date() } : given
  const { project, question } = await questionOf(reach, metric, asked)
  const cell = await readTotal(project, { ...question, view }, given.filters)
  if (!cell) return null
  const calendar = calendarOf(project.settings.metrics.timezone)
  const { from, until } = widened(calendar, question.period, question.from, question.to)
  const seconds = Math.max(Math.min(until, Date.now() / 1000) - from, 1)
  return viewed(cell, view, seconds)
}

async function questionOf(reach: Reach, name: string, asked: Options) {
  const project = await getProjectNamed(reach, String(asked.project ?? 'default'))
  const to = asked.to ?? new Date()
  const from = asked.from ?? new Date(to.getTime() - HOUR_MS)
  if (from > to)
    throw new UserError('The range is the wrong way round.', {
      fields: { from: 'must not be after `to`' },
    })
  // The moment at which a range ends is not in it any more.
  const span = {
    from: from.getTime() / 1000,
    to: Math.max(to.getTime() - 1, from.getTime()) / 1000,
  }
  const kept = { settings: project.settings.metrics, now: Date.now() / 1000 }
  const period = asked.period ?? periodFor(span, MOST_BUCKETS, kept)
  const question: Asked = { name, kind: asked.kind, period, ...span }
  return { project, question }
}
