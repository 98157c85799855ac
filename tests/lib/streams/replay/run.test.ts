import { expect, test } from 'vitest'
import { compileTrigger } from '#lib/streams/definition/compile.ts'
import { type TriggerInput, triggerDefinition } from '#lib/streams/definition/schema.ts'
import { MOST_OPEN, openRun } from '#lib/streams/replay/run.ts'
import { microsOf } from '#lib/streams/timex/iso.ts'
import { streamEvent } from '#tests/lib/streams/event.ts'

const DAY = '2014-08-01T'

const run = (fields: Partial<TriggerInput> = {}) =>
  openRun(
    compileTrigger(
      triggerDefinition.parse({
        name: 'orders',
        distinguished_by: ['order'],
        expiration: '$last + 1h',
        fire_delay: 60,
        fire_pipeline: 'bill',
        match_criteria: [{ event_type: 'order.*' }],
        fire_criteria: [{ event_type: 'order.placed' }, { event_type: 'order.paid' }],
        ...fields,
      }),
    ),
  )

/** `10:00 order.placed A` */
function eventOf(line: string) {
  const [time = '', type = '', order] = line.split(' ')
  const at = microsOf(`${DAY}${time}`) ?? 0
  return streamEvent({ at, type, uid: line, traits: order ? { order } : {} })
}

function replayed(lines: readonly string[], until: string, fields: Partial<TriggerInput> = {}) {
  const trigger = run(fields)
  for (const line of lines) trigger.take(eventOf(line))
  return trigger.end(microsOf(`${DAY}${until}`) ?? 0)
}

const brief = ({ streams }: ReturnType<typeof replayed>) =>
  streams.map(({ traits, state, endedAt, events }) => [
    ...[traits.order, state, endedAt?.slice(11, 16) ?? null],
    events.map(({ uid }) => uid.split(' ').slice(0, 2).join(' ')),
  ])

test('streams fire after their delay, expire when nothing completes them, and are active while they may still', () => {
  const ran = replayed(
    ['10:00 order.placed A', '10:05 order.placed B', '10:10 order.paid A', '11:00 order.placed C'],
    '11:30',
  )
  expect(brief(ran)).toEqual([
    ['A', 'fired', '10:11', ['10:00 order.placed', '10:10 order.paid']],
    ['B', 'expired', '11:05', ['10:05 order.placed']],
    ['C', 'active', null, ['11:00 order.placed']],
  ])
  expect(ran.counts).toEqual({ opened: 3, taken: 4, fired: 1, expired: 1, active: 1 })
})

test('what is still missing is told of each', () => {
  const { streams } = replayed(['10:00 order.paid A'], '10:30')
  expect(streams[0]?.waitsFor).toEqual([
    { words: 'order.placed', needed: 1, met: 0 },
    { words: 'order.paid', needed: 1, met: 1 },
  ])
})

test('an event that comes when a stream is over opens another one', () => {
  const late = ['10:00 order.placed A', '11:00 order.paid A']
  expect(brief(replayed(late, '11:10'))).toEqual([
    ['A', 'expired', '11:00', ['10:00 order.placed']],
    ['A', 'active', null, ['11:00 order.paid']],
  ])
  const again = ['10:00 order.placed A', '10:01 order.paid A', '10:03 order.placed A']
  expect(brief(replayed(again, '10:10')).map(([, state]) => state)).toEqual(['fired', 'active'])
})

test('a stream that is ready takes events until it fires, those of the very time among them', () => {
  const lines = [
    '10:00 order.placed A',
    '10:01 order.paid A',
    '10:02 order.note A',
    '10:03 order.note A',
  ]
  expect(brief(replayed(lines, '10:10'))).toEqual([
    ['A', 'fired', '10:02', ['10:00 order.placed', '10:01 order.paid', '10:02 order.note']],
    ['A', 'active', null, ['10:03 order.note']],
  ])
})

test('each event moves the expiry', () => {
  const lines = ['10:00 order.placed A', '10:50 order.note A', '11:40 order.paid A']
  expect(brief(replayed(lines, '12:00')).map(([, state]) => state)).toEqual(['fired'])
  const first = { expiration: '$first + 1h' }
  expect(brief(replayed(lines, '12:00', first)).map(([, state]) => state)).toEqual([
    'expired',
    'active',
  ])
})

test('what was looked at is counted, with reasons and events for an example', () => {
  const { looked } = replayed(
    ['10:00 order.placed A', '10:01 shipment A', '10:02 order.paid', '10:03 order.paid'],
    '11:00',
  )
  const example = (line: string) => expect.objectContaining({ uid: line })
  expect(looked).toEqual([
    {
      ...{ criteria: 'Distinguish', checks: 3, passed: 1 },
      reasons: [
        {
          ...{ reason: "not 'order'", count: 2 },
          examples: [example('10:02 order.paid'), example('10:03 order.paid')],
        },
      ],
    },
    {
      ...{ criteria: 'Fire', checks: 1, passed: 0 },
      reasons: [expect.objectContaining({ reason: 'Not enough matching criteria', count: 1 })],
    },
    { criteria: 'Fire 1', checks: 1, passed: 1, reasons: [] },
    {
      ...{ criteria: 'Fire 2', checks: 1, passed: 0 },
      reasons: [expect.objectContaining({ reason: 'Wrong event type', count: 1 })],
    },
    {
      ...{ criteria: 'Match', checks: 4, passed: 3 },
      reasons: [expect.objectContaining({ reason: 'No matching criteria', count: 1 })],
    },
    {
      ...{ criteria: 'Match 1', checks: 4, passed: 3 },
      reasons: [{ reason: 'Wrong event type', count: 1, examples: [example('10:01 shipment A')] }],
    },
  ])
})

test('of many streams some of each end are told, of many events the first ones, and all are counted', () => {
  const trigger = run()
  const at = microsOf(`${DAY}10:00`) ?? 0
  for (let i = 0; i < 3_000; i++)
    trigger.take(streamEvent({ at: at + i * 60e6, type: 'order.placed', traits: { order: i } }))
  const last = at + 3_000 * 60e6
  for (let i = 0; i < 50; i++)
    trigger.take(streamEvent({ at: last, type: 'order.placed', traits: { order: 'many' } }))
  const { counts, streams } = trigger.end(last)
  expect(counts).toMatchObject({ opened: 3_001, expired: 2_941, active: 60, taken: 3_050 })
  expect(streams.filter(({ state }) => state === 'expired')).toHaveLength(100)
  const many = streams.find(({ traits }) => traits.order === 'many')
  expect([many?.eventCount, many?.events.length]).toEqual([50, 20])
})

test('it holds no more streams than it can, and says so; those that are over make room', () => {
  const trigger = run()
  const at = microsOf(`${DAY}10:00`) ?? 0
  const order = (i: number, time = at) =>
    trigger.take(streamEvent({ at: time, type: 'order.placed', traits: { order: i } }))
  for (let i = 0; i < MOST_OPEN; i++) order(i)
  expect(order(-1)).toBe(false)
  expect(order(5)).toBe(true)
  expect(order(-1, at + 2 * 3_600e6)).toBe(true)
  expect(trigger.end(at + 2 * 3_600e6).counts).toMatchObject({ expired: MOST_OPEN, active: 1 })
})
