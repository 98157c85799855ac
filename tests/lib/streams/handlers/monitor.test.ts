import { expect, test } from 'vitest'
import { monitor } from '#lib/streams/handlers/monitor.ts'
import { streamEvent } from '#tests/lib/streams/event.ts'
import { runHandler } from '#tests/lib/streams/handlers/run.ts'

test('a run of the monitor is asked for, with the stream as its input', async () => {
  const events = [streamEvent({ uid: 'a' }), streamEvent({ uid: 'b' })]
  const { going, effects } = await runHandler(monitor, { monitor: 'Orders' }, events)
  expect(going).toBe(events)
  expect(effects.runs).toEqual([
    {
      monitor: 'Orders',
      input: expect.objectContaining({
        ...{ id: '7', trigger: 'orders', traits: { order: 17 }, eventCount: 2 },
        events: [expect.objectContaining({ uid: 'a' }), expect.objectContaining({ uid: 'b' })],
      }),
    },
  ])
})

test('of more than a script is to hold it sees the first, which the log says', async () => {
  const events = Array.from({ length: 10 }, () => streamEvent({ traits: { x: 'x'.repeat(1e5) } }))
  const { effects, lines } = await runHandler(monitor, { monitor: 'Orders' }, events)
  expect(effects.runs[0]?.input).toMatchObject({ eventCount: 10, events: { length: 5 } })
  expect(lines).toEqual(['warn: the script sees the first 5 of 10 events: more is too much'])
})

test('the monitor has to be there', () => {
  expect(monitor.refers?.({ monitor: 'Orders' })).toEqual([
    { kind: 'monitor', name: 'Orders', path: ['monitor'] },
  ])
  expect(monitor.params.safeParse({}).success).toBe(false)
})
