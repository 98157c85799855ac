import { expect, test } from 'vitest'
import type { HandlerPlugin } from '#lib/streams/handlers/contract.ts'
import { handlerPlugin } from '#lib/streams/pipelines/flaws.ts'
import { type Outcome, runPipeline } from '#lib/streams/running/pipeline.ts'
import { streamEvent } from '#tests/lib/streams/event.ts'
import { noSandbox, stream } from '#tests/lib/streams/running/world.ts'

const placed = streamEvent({ type: 'order.placed', traits: { amount: 12.5, shop: 'north' } })
const paid = streamEvent({
  ...{ type: 'order.paid', at: placed.at + 60_500_000, start: placed.at + 60_000_000 },
  traits: { amount: 10, by: 'card' },
})
const events = [placed, paid]

async function run(...steps: [name: string, params: object][]): Promise<Outcome> {
  const opened = steps.map(([name, params]) => {
    const plugin = handlerPlugin(name)
    if (!plugin) throw new Error(`no handler ${name}`)
    return { plugin, params: plugin.params.parse(params) }
  })
  const signal = new AbortController().signal
  return runPipeline(opened, events, { stream, signal, sandbox: noSandbox, reach: { all: true } })
}

async function effectsOf(...steps: Parameters<typeof run>) {
  const outcome = await run(...steps)
  if (!outcome.ok) throw new Error(outcome.error)
  return outcome.effects
}

test.each([
  ['type = order.paid', ['order.paid']],
  ['amount > 11 or by = card', ['order.placed', 'order.paid']],
  ['type = order.* and not by exists', ['order.placed']],
  ['duration >= 500ms', ['order.paid']],
  ['host = other', []],
])('a filter hands on what fits: %s', async (where, types) => {
  const outcome = await run(['filter', { where }])
  expect(outcome.ok && outcome.events.map(({ type }) => type)).toEqual(types)
})

test('an event has the traits that are given, of their own types, and is of the tree of the others', async () => {
  const traits = { order: '{{order}}', total: '{{last.amount}}', ok: true, n: 1, gone: '{{gone}}' }
  const made = await effectsOf(['event', { type: 'order.{{stream.occasion}}d', traits }])
  expect(made.events).toEqual([
    { type: 'order.fired', traits: { order: 'o-1', total: 10, ok: true, n: 1 }, id: 'tree' },
  ])
})

test('an event without traits has the distinguishing values; it may be named, and last as long as the stream', async () => {
  const made = await effectsOf(['event', { type: 'done', uid: 'done-{{order}}', at: 'stream' }])
  expect(made.events).toEqual([
    {
      ...{ type: 'done', traits: { order: 'o-1' }, uid: 'done-o-1', id: 'tree' },
      ...{ start: stream.firstEvent, at: stream.lastEvent },
    },
  ])
})

test('an event whose type comes to nothing is a failure that says so', async () => {
  expect(await run(['event', { type: '{{gone}}' }])).toMatchObject({
    error: '1: event: the type is empty: what it is filled from is not there',
  })
})

test.each([
  ['streams', {}, 1],
  ['events', { value: '{{events.length}}' }, 2],
  ['a trait', { value: '{{last.amount}}', kind: 'gauge' }, 10],
  ['how long the stream took', { value: '{{stream.seconds}}', kind: 'distribution' }, 60.5],
  ['how long it took between two', { between: ['order.placed', 'order.paid'] }, 60.5],
])('a metric counts %s', async (_, params, value) => {
  const { metrics } = await effectsOf(['metric', { name: 'orders', ...params }])
  expect(metrics).toMatchObject([{ name: 'orders', value, times: 1, filters: [] }])
})

test('a metric has filters, in the order of their names, and the time of the stream if it is to', async () => {
  const filters = { shop: '{{shop}}', order: '{{order}}', gone: '{{gone}}' }
  const { metrics } = await effectsOf(['metric', { name: 'orders', filters, at: 'stream' }])
  expect(metrics).toMatchObject([
    {
      at: stream.lastEvent / 1e6,
      filters: [
        { name: 'order', values: ['o-1'] },
        { name: 'shop', values: ['north'] },
      ],
    },
  ])
})

test.each([
  ['is no number', { value: '{{shop}}' }, 'Nothing is counted: the value "north" is no number.'],
  ['is not there', { value: '{{gone}}' }, 'Nothing is counted: the value null is no number.'],
  [
    'did not come',
    { between: ['order.paid', 'order.shipped'] },
    'Nothing is counted: the value null is no number.',
  ],
])('what %s is not counted, which the log says', async (_, params, message) => {
  const outcome = await run(['metric', { name: 'orders', ...params }])
  expect(outcome.ok && outcome.effects.metrics).toEqual([])
  expect(outcome.lines).toMatchObject([{ level: 'warn', message }])
})

test('an error tells the stream, and is grouped by its fingerprint', async () => {
  const params = {
    message: 'Order {{order}} is late',
    level: 'critical',
    fingerprint: ['late', '{{shop}}'],
  }
  const { errors } = await effectsOf(['error', params])
  expect(errors).toMatchObject([
    {
      ...{ message: 'Order o-1 is late', level: 2, program: 'orders', host: paid.host },
      fingerprint: ['late', 'north'],
      details: { extra: { stream: stream.url, order: 'o-1' } },
    },
  ])
})

test.each([
  ['filter', { where: 'amount >' }, 'where', /not valid/],
  ['filter', {}, 'where', /expected string/],
  ['event', { type: '{{order' }, 'type', /character 1: the }} of this {{ is missing/],
  ['event', { type: 'a', traits: { b: '{{}}' } }, 'traits.b', /character 1/],
  ['event', { type: 'a', at: 'then' }, 'at', /Invalid option/],
  ['metric', { name: 'a', value: '{{stream.x}}' }, 'value', /stream.x is none of/],
  ['metric', { name: 'a', between: ['b'] }, 'between', /two types/],
  ['error', { message: 'a', level: 'bad' }, 'level', /Invalid option/],
])(
  'settings of a handler `%s` that are wrong are refused by name',
  (name, params, field, message) => {
    const { error } = (handlerPlugin(name) as HandlerPlugin).params.safeParse(params)
    expect(error?.issues[0]?.path.join('.')).toBe(field)
    expect(error?.issues[0]?.message).toMatch(message)
  },
)
