import { expect, test } from 'vitest'
import { alert } from '#lib/streams/handlers/alert.ts'
import { streamEvent } from '#tests/lib/streams/event.ts'
import { facts, runHandler } from '#tests/lib/streams/handlers/run.ts'

const events = [streamEvent({ traits: { amount: 5 } }), streamEvent({ traits: { amount: 7.5 } })]
const noticeOf = async (...args: [object, object?]) =>
  (await runHandler(alert, args[0], events, args[1])).effects.notices

test('a message is filled from the stream and its events, and all of them go on', async () => {
  const { going, effects } = await runHandler(
    alert,
    {
      message: 'Order {{order}}: {{events.length}} events',
      value: '{{last.amount}}',
      state: 'ERROR',
    },
    events,
  )
  expect(going).toBe(events)
  expect(effects.notices).toEqual([
    { state: 'ERROR', message: 'Order 17: 2 events', value: 7.5, alerts: null },
  ])
})

test.each([
  ['fire', 'The stream is complete, with 2 events.'],
  ['expire', 'The time of the stream is over, with 2 events.'],
] as const)(
  'without a message it says what became of the stream (%s)',
  async (occasion, message) => {
    expect(await noticeOf({}, { stream: { ...facts, occasion } })).toMatchObject([
      { state: 'ALARM', message, value: null },
    ])
  },
)

test('only the alerts that it names are told', async () => {
  expect(await noticeOf({ alerts: ['mail'] })).toMatchObject([{ alerts: ['mail'] }])
  expect(alert.refers?.(alert.params.parse({ alerts: ['mail', 'pager'] }))).toEqual([
    { kind: 'alert', name: 'mail', path: ['alerts', 0] },
    { kind: 'alert', name: 'pager', path: ['alerts', 1] },
  ])
})

test.each([
  ['{{nothing.there}}', null],
  ['{{order}} pieces', '17 pieces'],
  ['x'.repeat(255), 'x'.repeat(255)],
])('a value that is %j is %j', async (value, told) => {
  expect(await noticeOf({ value })).toMatchObject([{ value: told }])
})

test('what is cut within a character can be stored', async () => {
  const [told] = await noticeOf({
    message: `${'x'.repeat(3_999)}😀`,
    value: `${'x'.repeat(254)}😀`,
  })
  expect(told?.message.isWellFormed()).toBe(true)
  expect(String(told?.value).isWellFormed()).toBe(true)
})

test('what a trait holds is no more than is kept of a message', async () => {
  const long = [streamEvent({ traits: { text: 'x'.repeat(100_000) } })]
  const { effects } = await runHandler(alert, { message: '{{text}}', value: '{{text}}' }, long)
  expect(effects.notices[0]?.message).toHaveLength(4_000)
  expect(effects.notices[0]?.value).toHaveLength(255)
})

test.each([
  [{ message: '{{' }, 'message'],
  [{ value: '{{stream.nothing}}' }, 'value'],
  [{ state: 'INACTIVE' }, 'state'],
  [{ alerts: [] }, 'alerts'],
])('%j is refused', (params, field) => {
  const { error } = alert.params.safeParse(params)
  expect(error?.issues[0]?.path[0]).toBe(field)
})
