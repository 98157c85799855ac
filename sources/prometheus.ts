import { z } from 'zod'
import { jsonOf, parsedJson, refusal } from '#lib/answer.ts'
import { RemoteError, UserError } from '#lib/failures.ts'
import { defineSource, type SourceContext } from '#lib/plugin.ts'
import { webAddress } from '#lib/web-address.ts'

const config = z.object({
  url: webAddress.meta({
    title: 'Address',
    description: 'Address of the server, without `/api`.',
    placeholder: 'https://prometheus.example.com',
  }),
  username: z.string().optional().meta({ title: 'User name' }),
  password: z.string().optional().meta({ title: 'Password', secret: true }),
  token: z.string().optional().meta({
    title: 'Bearer token',
    description: 'Sent instead of user name and password.',
    secret: true,
  }),
})
type Config = z.output<typeof config>

const query = z.string().min(1, 'is empty').max(50_000).meta({ title: 'query' })
const time = z
  .union([z.string().min(1, 'is empty'), z.number()])
  .describe('`now`, a time back from now such as `-1h`, an ISO time or Unix seconds')
const labels = z.record(z.string(), z.string())
const sample = z.object({ labels, at: z.number(), value: z.number().nullable() })
const series = z.object({
  labels,
  points: z.array(z.object({ at: z.number(), value: z.number().nullable() })),
})

export const prometheus = defineSource({
  id: 'prometheus',
  label: 'Prometheus',
  description: 'Asks a Prometheus server, or one that speaks its query API, in PromQL.',
  config,

  methods: method => ({
    query: method({
      description: 'What an expression gives at one time: a sample for each series.',
      args: [query, time.optional().meta({ title: 'time' })],
      returns: z.array(sample),
      call: async (settings, [text, at], context) => instant(settings, text, at, context),
    }),
    queryRange: method({
      description: 'What an expression gives over a range (default: the last hour, every minute).',
      args: [
        query,
        time.optional().meta({ title: 'start' }),
        time.optional().meta({ title: 'end' }),
        z
          .union([z.string().min(1), z.number().positive()])
          .optional()
          .meta({ title: 'step' }),
      ],
      returns: z.array(series),
      async call(settings, [text, start = '-1h', end = 'now', step = '60s'], context) {
        const parameters = { query: text, start: unix(start), end: unix(end), step: String(step) }
        const { data } = await ask(settings, 'query_range', parameters, ranges, context)
        return data.result.map(({ metric, values }) => ({
          labels: metric,
          points: values.map(point),
        }))
      },
    }),
    value: method({
      description: 'The one number that an expression gives, or null when there is none.',
      args: [query],
      returns: z.number().nullable(),
      async call(settings, [text], context) {
        const found = await instant(settings, text, undefined, context)
        if (found.length > 1)
          throw new UserError(
            `The expression gives ${found.length} series where value() needs one: aggregate them, as with sum(…).`,
          )
        return found[0]?.value ?? null
      },
    }),
  }),

  check: (settings, context) => instant(settings, '1', undefined, context),
})

const pair = z.tuple([z.number(), z.string()])
const metric = labels.default({})
const success = <S extends z.ZodType>(data: S) => z.object({ status: z.literal('success'), data })
const ranges = success(z.object({ result: z.array(z.object({ metric, values: z.array(pair) })) }))
const samples = success(
  z.union([
    z.object({ resultType: z.enum(['scalar', 'string']), result: pair }),
    z.object({
      resultType: z.literal('vector'),
      result: z.array(z.object({ metric, value: pair })),
    }),
    z.object({ resultType: z.literal('matrix') }),
  ]),
)

async function instant(
  settings: Config,
  text: string,
  at: string | number | undefined,
  context: SourceContext,
) {
  const parameters = { query: text, ...(at === undefined ? {} : { time: unix(at) }) }
  const { data } = await ask(settings, 'query', parameters, samples, context)
  if (data.resultType === 'matrix')
    throw new UserError('The expression gives a range: ask for it with queryRange().')
  if (data.resultType !== 'vector') return [{ labels: {}, ...point(data.result) }]
  return data.result.map(({ metric, value }) => ({ labels: metric, ...point(value) }))
}

/** Prometheus says NaN and infinity in words; neither crosses into a script. */
function point([at, text]: z.output<typeof pair>) {
  const value = Number(text)
  return { at, value: Number.isFinite(value) ? value : null }
}

const secondsIn: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

/** A time as Prometheus takes it. Throws a UserError for a text that is no time. */
export function unix(time: string | number, now = Date.now()): string {
  if (typeof time === 'number') return String(time)
  if (time === 'now') return String(now / 1000)

  const [, amount, unit = ''] = /^-(\d+(?:\.\d+)?)([smhdw])$/.exec(time) ?? []
  if (amount) return String(now / 1000 - Number(amount) * (secondsIn[unit] ?? 0))

  const at = Date.parse(time)
  if (Number.isNaN(at))
    throw new UserError(`"${time}" is no time: give now, a time back such as -1h, or an ISO time.`)
  return String(at / 1000)
}

async function ask<S extends z.ZodType>(
  { url, username, password, token }: Config,
  path: 'query' | 'query_range',
  parameters: Record<string, string>,
  expected: S,
  context: SourceContext,
) {
  const address = new URL(`${url.replace(/\/+$/, '')}/api/v1/${path}`)
  const basic = Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64')
  const authorization = token ? `Bearer ${token}` : username || password ? `Basic ${basic}` : null
  const response = await context.fetch(address, {
    // POST, since an expression may be longer than an address can be.
    method: 'POST',
    body: new URLSearchParams({ ...parameters, timeout: `${context.timeoutMs}ms` }),
    headers: authorization ? { authorization } : {},
    signal: context.signal,
    timeoutMs: context.timeoutMs,
  })
  if (!response.ok) throw await failureOf(response, address.host)
  return jsonOf(response, address.host, expected)
}

const failed = z.object({ status: z.literal('error'), error: z.string() })

/** Prometheus tells what is wrong with an expression in the JSON of a 400 or 422. */
async function failureOf(response: Response, host: string): Promise<Error> {
  const text = await response.text()
  const answer = failed.safeParse(parsedJson(text))
  if (!answer.success) return refusal(response.status, host, text)
  return new RemoteError(`${host} answered ${response.status}`, {
    permanent: response.status === 400 || response.status === 422,
    status: String(response.status),
    said: answer.data.error,
  })
}
