import { z } from 'zod'
import { KINDS, PERIODS, VIEWS } from '#lib/metrics/terms.ts'

/** How lines are drawn; `stack` is areas upon each other. */
export const STYLES = ['line', 'area', 'stack', 'bar', 'scatter'] as const
export type Style = (typeof STYLES)[number]

/** How a line goes from one point to the next. */
export const INTERPOLATIONS = ['linear', 'step-after', 'cardinal', 'basis'] as const
export type Interpolation = (typeof INTERPOLATIONS)[number]

/** More lines than this can't be told apart. */
export const MOST_LINES = 20
/** More are counted together nowhere. */
const MOST_FILTERS = 10

const name = z.string().min(1).max(250)
const title = z.string().trim().max(100).default('')
const unit = z.string().trim().max(20).default('')
const project = z.string().min(1).max(100).default('default')

/** One series of a metric, or with `by` one for each value of that filter. */
export const metricLine = z.strictObject({
  metric: name,
  kind: z.enum(KINDS).optional().describe('When several are counted under the name.'),
  filters: z
    .record(name, z.string().max(250))
    .refine(filters => Object.keys(filters).length <= MOST_FILTERS, 'are too many')
    .default({}),
  by: name.optional().describe('A filter: one line for each of its values, the greatest first.'),
  most: z.int().min(1).max(MOST_LINES).optional().describe('Of the lines of `by`; default 10.'),
  view: z.enum(VIEWS).default('value'),
  label: z.string().trim().max(100).optional(),
})
export type MetricLine = z.output<typeof metricLine>

const metrics = z.strictObject({
  kind: z.literal('metrics'),
  ...{ title, project, unit },
  lines: z.array(metricLine).min(1).max(MOST_LINES),
  style: z.enum(STYLES).default('line'),
  interpolation: z.enum(INTERPOLATIONS).default('linear'),
  period: z.enum(PERIODS).optional().describe('Without one it follows the range.'),
  compare: z.boolean().default(false).describe('Beside the same length of time before.'),
})

const table = z.strictObject({
  kind: z.literal('table'),
  ...{ title, project, unit },
  line: metricLine.required({ by: true }),
  period: z.enum(PERIODS).optional(),
  compare: z.boolean().default(false),
})

const number = z.strictObject({
  kind: z.literal('number'),
  ...{ title, project, unit },
  line: metricLine.omit({ by: true }),
  compare: z.boolean().default(true),
})

const monitor = z.strictObject({
  kind: z.literal('monitor'),
  title,
  monitor: z.string().min(1).max(100).describe('Name of the monitor: its values and states.'),
})

const monitors = z.strictObject({
  kind: z.literal('monitors'),
  title,
  tag: z.string().max(100).optional(),
  names: z.array(z.string().min(1).max(100)).max(100).default([]).describe('Empty: all.'),
})

const errors = z.strictObject({
  kind: z.literal('errors'),
  title,
  project: z.string().min(1).max(100).optional().describe('Without one: all.'),
  q: z.string().max(500).default('').describe('As in the search of the errors.'),
  signature: z.int().positive().optional().describe('Of this signature only.'),
})

const text = z.strictObject({
  kind: z.literal('text'),
  title,
  text: z.string().max(10_000).describe('Markdown.'),
})

/** Something that can be looked at over a range of time: on a page of its own, on a dashboard, or shared. */
export const panel = z.discriminatedUnion('kind', [
  ...([metrics, table, number] as const),
  ...([monitor, monitors, errors, text] as const),
])
export type Panel = z.output<typeof panel>
export type PanelKind = Panel['kind']
export type PanelOf<K extends PanelKind> = Extract<Panel, { kind: K }>
