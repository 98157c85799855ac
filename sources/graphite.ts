import { z } from 'zod'
import { jsonOf } from '#lib/answer.ts'
import { UserError } from '#lib/failures.ts'
import { defineSource, type SourceContext } from '#lib/plugin.ts'
import { webAddress } from '#lib/web-address.ts'

const config = z.object({
  url: webAddress.meta({
    title: 'Render URL',
    description: 'Address of the render API; without `/render` at its end, that is added.',
    placeholder: 'https://graphite.example.com/render',
  }),
  username: z.string().optional().meta({ title: 'User name' }),
  password: z.string().optional().meta({ title: 'Password', secret: true }),
  verifyTls: z.boolean().default(true).meta({
    title: 'Check the certificate',
    description: 'Off only for a server with a certificate of its own making.',
  }),
  timeoutMs: z.int().min(100).max(300_000).default(10_000).meta({
    title: 'Time limit (ms)',
    description: 'How long one request may take.',
  }),
})
type Config = z.output<typeof config>

const path = z.string().min(1, 'is empty').max(10_000).meta({ title: 'path' })
const from = z.string().min(1, 'is empty').optional().meta({ title: 'from' })
const until = z.string().min(1, 'is empty').optional().meta({ title: 'until' })
const range = [path, from, until] as const

const datapoint = z.tuple([z.number().nullable(), z.number()])
const series = z.object({ target: z.string(), datapoints: z.array(datapoint) })
const node = z.object({ path: z.string(), name: z.string(), leaf: z.boolean() })
const number = z.number()
const numberOrNull = z.number().nullable()

export type Datapoint = z.output<typeof datapoint>

export const graphite = defineSource({
  id: 'graphite',
  label: 'Graphite',
  description: 'Reads series from the render API of a Graphite server.',
  config,

  methods: method => ({
    getDatapoints: method({
      description: 'The first series as pairs of value and Unix time; a gap is null.',
      args: range,
      returns: z.array(datapoint),
      call: firstSeries,
    }),
    getSum: method({
      description: 'Sum of the values of the first series; gaps count as 0.',
      args: range,
      returns: number,
      call: async (...call) => sumOf(await firstSeries(...call)),
    }),
    getAvg: method({
      description: 'Sum of the first series divided by the number of its points, gaps included.',
      args: range,
      returns: number,
      call: async (...call) => averageOf(await firstSeries(...call)),
    }),
    getLast: method({
      description: 'The newest value of the first series, or null when there is none.',
      args: range,
      returns: numberOrNull,
      call: async (...call) => valuesOf(await firstSeries(...call)).at(-1) ?? null,
    }),
    getMax: method({
      description: 'The greatest value of the first series, or null when there is none.',
      args: range,
      returns: numberOrNull,
      call: async (...call) => extremeOf(await firstSeries(...call), Math.max),
    }),
    getMin: method({
      description: 'The smallest value of the first series, or null when there is none.',
      args: range,
      returns: numberOrNull,
      call: async (...call) => extremeOf(await firstSeries(...call), Math.min),
    }),
    getSeries: method({
      description: 'All series that the path stands for, with their gaps as null.',
      args: range,
      returns: z.array(series),
      call: allSeries,
    }),
    find: method({
      description: 'The metrics and branches that a pattern such as `stats.*` matches.',
      args: [z.string().min(1, 'is empty').max(10_000).meta({ title: 'pattern' })],
      returns: z.array(node),
      call: async (settings, [pattern], context) => findNodes(settings, pattern, context),
    }),
  }),

  check: (settings, context) => findNodes(settings, '*', context),
})

/** The address that gives one path's series as JSON. */
export function renderUrl(url: string, path: string, from?: string, until?: string): URL {
  const render = new URL(url)
  const base = render.pathname.replace(/\/+$/, '')
  render.pathname = base.endsWith('/render') ? base : `${base}/render`
  render.searchParams.set('format', 'json')
  render.searchParams.set('target', path)
  if (from) render.searchParams.set('from', from)
  if (until) render.searchParams.set('until', until)
  return render
}

export const sumOf = (points: Datapoint[]): number =>
  points.reduce((sum, [value]) => sum + (value ?? 0), 0)

/** Throws when there is nothing to take the average of. */
export function averageOf(points: Datapoint[]): number {
  if (points.length === 0)
    throw new UserError('The average of no datapoints is not defined: the path gave no data.')
  return sumOf(points) / points.length
}

const valuesOf = (points: Datapoint[]): number[] =>
  points.flatMap(([value]) => (value === null ? [] : [value]))

function extremeOf(points: Datapoint[], better: (a: number, b: number) => number): number | null {
  const values = valuesOf(points)
  return values.length ? values.reduce((a, b) => better(a, b)) : null
}

type Range = [path: string, from: string | undefined, until: string | undefined]

async function firstSeries(settings: Config, args: Range, context: SourceContext) {
  const [first] = await allSeries(settings, args, context)
  return first?.datapoints ?? []
}

// Graphite writes infinity as 1e9999; no such number crosses into a script.
const finite = z.preprocess(
  value => (typeof value === 'number' && !Number.isFinite(value) ? null : value),
  z.number().nullable(),
)
const rendered = z.array(
  z.object({ target: z.string(), datapoints: z.array(z.tuple([finite, z.number()])) }),
)

async function allSeries(settings: Config, [path, from, until]: Range, context: SourceContext) {
  return ask(settings, renderUrl(settings.url, path, from, until), rendered, context)
}

const found = z.array(
  z.object({ id: z.string(), text: z.string(), leaf: z.union([z.number(), z.boolean()]) }),
)

async function findNodes(settings: Config, pattern: string, context: SourceContext) {
  const url = new URL(settings.url)
  url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/\/render$/, '')}/metrics/find`
  url.searchParams.set('format', 'treejson')
  url.searchParams.set('query', pattern)
  const nodes = await ask(settings, url, found, context)
  return nodes.map(({ id, text, leaf }) => ({ path: id, name: text, leaf: Boolean(leaf) }))
}

async function ask<S extends z.ZodType>(
  { username, password, verifyTls, timeoutMs }: Config,
  url: URL,
  answer: S,
  context: SourceContext,
) {
  const credentials = Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64')
  const response = await context.fetch(url, {
    headers: username || password ? { authorization: `Basic ${credentials}` } : {},
    signal: context.signal,
    timeoutMs: Math.min(timeoutMs, context.timeoutMs),
    verifyTls,
  })
  return jsonOf(response, url.host, answer)
}
