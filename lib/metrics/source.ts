import { z } from 'zod'
import type { Reach } from '#lib/access/reach.ts'
import { moment } from '#lib/errors/times.ts'
import { UserError } from '#lib/failures.ts'
import { type Asked, readPoints, readPointsByValue, readTotal } from '#lib/metrics/data.ts'
import { calendarOf, PERIODS, type Period } from '#lib/metrics/periods.ts'
import { widened } from '#lib/metrics/range.ts'
import { KINDS } from '#lib/metrics/update.ts'
import { VIEWS, type View, viewed } from '#lib/metrics/views.ts'
import { defineSource } from '#lib/plugin.ts'
import { getProjectNamed } from '#lib/projects/data.ts'

const HOUR_MS = 3_600_000
/** Up to here a range is read minute by minute, and up to there hour by hour. */
const MINUTES_MS = 24 * HOUR_MS
const HOURS_MS = 60 * MINUTES_MS

const name = z.string().min(1).max(250).meta({ title: 'metric' })
const options = z
  .strictObject({
    project: z.union([z.string(), z.int()]).optional(),
    filters: z.record(z.string(), z.string()).optional(),
    kind: z.enum(KINDS).optional(),
    from: moment.optional(),
    to: moment.optional(),
    period: z.enum(PERIODS).optional(),
  })
  .optional()
  .meta({ title: 'options' })
type Options = NonNullable<z.output<typeof options>>

const points = z
  .array(z.tuple([z.number(), z.number()]))
  .describe('[unix seconds of the bucket, value], in order')

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
        description: `${description}, in the last hour or a range; null when nothing came.`,
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
        description: 'The sum of all values per second, in the last hour or a range.',
        args: [name, options],
        returns: z.number(),
        call: async (_, [metric, asked], { reach }) =>
          (await totalOf(reach, metric, asked, 'rate')) ?? 0,
      }),
      percentile: method({
        description:
          'A percentile (0 to 100) of the values of a distribution, off by 1 % at most; null when nothing came.',
        args: [name, z.number().min(0).max(100).meta({ title: 'percent' }), options],
        returns: z.number().nullable(),
        call: (_, [metric, percent, asked], { reach }) =>
          totalOf(reach, metric, asked, percent / 100),
      }),
      timeseries: method({
        description: 'A metric over time, by buckets of a period; without `from` the last hour.',
        args: [name, options],
        returns: points,
        async call(_, [metric, asked = {}], { reach }) {
          const { project, question } = await questionOf(reach, metric, asked)
          return readPoints(project, question, asked.filters)
        },
      }),
      byFilter: method({
        description: 'For every value of a filter the metric over time.',
        args: [
          name,
          z.string().min(1).max(250).meta({ title: 'filter' }),
          options,
          z.enum(VIEWS).optional().meta({ title: 'view' }),
        ],
        returns: z.record(z.string(), points),
        async call(_, [metric, filter, asked = {}, view], { reach }) {
          const { project, question } = await questionOf(reach, metric, asked)
          return Object.fromEntries(await readPointsByValue(project, { ...question, view }, filter))
        },
      }),
    }
  },

  check: async () => {},
})

async function totalOf(
  reach: Reach,
  metric: string,
  asked: Options = {},
  view: View | number,
): Promise<number | null> {
  const { project, question } = await questionOf(reach, metric, asked)
  const cell = await readTotal(project, { ...question, view }, asked.filters)
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
  const question: Asked = {
    ...{ name, kind: asked.kind, period: asked.period ?? periodFor(from, to) },
    // The second at which a range ends is not in it any more.
    ...{ from: from.getTime() / 1000, to: Math.max(to.getTime() - 1, from.getTime()) / 1000 },
  }
  return { project, question }
}

function periodFor(from: Date, to: Date): Period {
  const ms = to.getTime() - from.getTime()
  if (ms <= MINUTES_MS) return 'minute'
  return ms <= HOURS_MS ? 'hour' : 'day'
}
