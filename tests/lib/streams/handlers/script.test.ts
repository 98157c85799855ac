import { describe, expect, test } from 'vitest'
import type { Plain } from '#lib/plugin.ts'
import { script } from '#lib/streams/handlers/script.ts'
import { streamEvent } from '#tests/lib/streams/event.ts'
import { facts, fakeSandbox, runHandler } from '#tests/lib/streams/handlers/run.ts'

const events = [streamEvent({ uid: 'a', traits: { n: 1 } }), streamEvent({ uid: 'b' })]
const returning = (returned: Plain, env: Plain = null) =>
  runHandler(script, { script: 'return' }, events, {
    sandbox: fakeSandbox({ result: { events: returned, env } }),
  })

test('a script is run with the events, the stream and the reach of its project', async () => {
  const sandbox = fakeSandbox({ result: { events: null, env: null } })
  const reach = { all: false, groups: ['shop'] } as const
  await runHandler(script, { script: 'return' }, events, { sandbox, reach, env: { a: 1 } })
  expect(sandbox.jobs).toEqual([
    expect.objectContaining({
      ...{ script: 'return', timeoutMs: 10_000, sources: null, reach },
      stream: expect.objectContaining({ trigger: 'orders', traits: { order: 17 } }),
      step: {
        events: [expect.objectContaining({ uid: 'a' }), expect.objectContaining({ uid: 'b' })],
        env: { a: 1 },
      },
    }),
  ])
})

describe('what goes on', () => {
  test('is everything when nothing is returned', async () => {
    expect((await returning(null)).going).toBe(events)
  })

  test('is what is returned, in its order, with the exact times of what it was given', async () => {
    expect(
      (await returning([{ uid: 'b' }, { uid: 'a', at: '2001-01-01T00:00:00Z' }])).going,
    ).toEqual([events[1], events[0]])
  })

  test('has the traits that the script gave it', async () => {
    expect((await returning([{ uid: 'a', traits: { n: 2 } }])).going).toMatchObject([
      { uid: 'a', at: events[0]?.at, traits: { n: 2 } },
    ])
  })

  test('is each event once', async () => {
    expect((await returning([{ uid: 'a' }, { uid: 'a' }])).going).toHaveLength(1)
  })

  test('may be new, and is the same when the pipeline is tried again', async () => {
    const made = { type: 'order.done', traits: { total: 12 }, at: '2014-08-01T13:00:00Z' }
    const first = (await returning([{ uid: 'a' }, made])).going
    const again = (await returning([{ uid: 'a' }, made])).going
    expect(first[1]).toMatchObject({
      ...{ type: 'order.done', traits: { total: 12 }, at: Date.UTC(2014, 7, 1, 13) * 1000 },
      uid: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    expect(again[1]).toEqual(first[1])
  })

  test('may have an id of its own', async () => {
    expect((await returning([{ type: 'x', uid: 'mine' }])).going).toMatchObject([{ uid: 'mine' }])
  })

  test('is another one for another stream', async () => {
    const of = (id: string) =>
      runHandler(script, { script: 'return' }, events, {
        sandbox: fakeSandbox({ result: { events: [{ type: 'x' }], env: null } }),
        stream: { ...facts, id },
      })
    expect((await of('1')).going[0]?.uid).not.toBe((await of('2')).going[0]?.uid)
  })
})

test.each([
  ['a number', 5, 'a step returns a list of events, or nothing'],
  ['a text in the list', ['x'], 'what was returned at 0 is no event'],
  ['an event without a type', [{ uid: 'new' }], 'the event at 0 that was made: type is missing'],
  [
    'a time that is none',
    [{ type: 'x', at: 'soon' }],
    'the event at 0 that was made: end must be a time',
  ],
  [
    'traits that are a list',
    [{ uid: 'a', traits: [] }],
    'the traits of the event at 0 must be an object',
  ],
])('%s fails the pipeline', async (_, returned, message) => {
  await expect(returning(returned)).rejects.toThrow(message)
})

test('what the script set in its env is there for others, and reaches no prototype', async () => {
  const env = JSON.parse('{"total": 3, "__proto__": {"polluted": true}}')
  const { env: shared } = await returning(null, env)
  expect(shared).toEqual({ total: 3 })
  expect((shared as { polluted?: unknown }).polluted).toBeUndefined()
})

test('its output stands in the log of the stream', async () => {
  const sandbox = fakeSandbox({ output: 'one\n\ntwo', result: { events: null, env: null } })
  const { lines } = await runHandler(script, { script: 'return' }, events, { sandbox })
  expect(lines).toEqual(['info: one', 'info: two'])
})

test('a script that throws fails the pipeline, with its line', async () => {
  const sandbox = fakeSandbox({ state: 'ERROR', message: 'no payment', line: 3 })
  await expect(runHandler(script, { script: 'x' }, events, { sandbox })).rejects.toThrow(
    'line 3: no payment',
  )
})

test('more events than a script can be given fail the pipeline before it runs', async () => {
  const many = Array.from({ length: 5 }, () => streamEvent({ traits: { x: 'x'.repeat(1e6) } }))
  await expect(runHandler(script, { script: 'x' }, many)).rejects.toThrow(
    /^5 events are more than a script can be given/,
  )
})

test('one that does not compile is told with line and column', async () => {
  const mistakes = await script.mistakes?.(
    script.params.parse({ script: 'const a = 1\nreturn a +' }),
  )
  expect(mistakes).toEqual([
    { path: ['script'], message: expect.stringMatching(/^line 2(, column \d+)?: /) },
  ])
  expect(await script.mistakes?.(script.params.parse({ script: 'return events' }))).toEqual([])
})
