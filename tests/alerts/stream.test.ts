import { describe, expect, test } from 'vitest'
import { message as email } from '#alerts/email.ts'
import { event as pagerduty } from '#alerts/pagerduty.ts'
import { message as slack } from '#alerts/slack.ts'
import { publication } from '#alerts/sns.ts'
import { message as teams } from '#alerts/teams.ts'
import { message as telegram } from '#alerts/telegram.ts'
import { headline, plainText, streamText } from '#alerts/text.ts'
import { body as webhook, webhookBody } from '#alerts/webhook.ts'
import type { ToldStream, Transition } from '#lib/plugin.ts'
import { transition } from '#tests/alerts/fakes.ts'

const stream: ToldStream = {
  ...{ id: '71', triggerId: 3, occasion: 'expire' },
  ...{ traits: { order: 17, customer: 'Ada & Co' }, thread: 'trigger-3-0123456789abcdef' },
}
const told = (changes: Partial<Transition> = {}) =>
  transition({
    ...{ monitorId: 0, monitor: 'Orders', tags: [], from: null, stream, value: null },
    ...{ message: 'not shipped', url: 'https://belfry.example.com/streams/71' },
    ...changes,
  })

test('plain text tells trigger, stream, message and where to look, and no state before', () => {
  expect(plainText(told())).toBe(`[Belfry Alarm]
Trigger: Orders
State: ALARM
Stream: order: 17, customer: Ada & Co
Message: not shipped

https://belfry.example.com/streams/71`)
  expect(plainText(told({ value: 12 }))).toContain('\nValue: 12\n')
  expect(headline(told())).toBe('ALARM: Orders')
})

test('a stream without distinguishing values is told by its id', () => {
  expect(streamText({ ...stream, traits: {} })).toBe('71')
})

test('values with line ends or of other kinds stay on their line', () => {
  const traits = { a: 'x\r\nState: OK', b: null, c: { begin: 1 } }
  expect(streamText({ ...stream, traits })).toBe('a: x State: OK, b: null, c: {"begin":1}')
})

describe.each<[string, (told: Transition) => unknown]>([
  ['slack', slack],
  ['e-mail', email],
  ['teams', teams],
  ['telegram', telegram],
  ['pagerduty', pagerduty],
  ['sns', told => publication('arn:aws:sns:us-east-1:123456789012:t', told)],
  ['webhook', webhook],
])('%s', (_, said) => {
  const text = JSON.stringify(said(told()))

  test.each(['Orders', 'not shipped', 'order: 17', 'streams/71'])('tells %s', part => {
    expect(text).toContain(part)
  })

  test('tells nothing of a monitor, and of no state before', () => {
    expect(text).not.toMatch(/Open the monitor|Monitor:|was null|null →|null ->|None/)
  })
})

test('what is told of the same values belongs together', () => {
  expect(email(told())).toMatchObject({
    references: '<trigger-3-0123456789abcdef@belfry.example.com>',
  })
  expect(publication('arn:aws:sns:us-east-1:123456789012:t.fifo', told())).toMatchObject({
    MessageGroupId: 'trigger-3-0123456789abcdef',
  })
  const opened = pagerduty(told())
  const resolved = pagerduty(told({ to: 'OK', url: 'https://belfry.example.com/streams/72' }))
  expect(opened).toMatchObject({ event_action: 'trigger' })
  expect(resolved).toEqual({ event_action: 'resolve', dedup_key: opened.dedup_key })
})

test("a webhook's body is as it is described", () => {
  expect(webhookBody.parse(webhook(told()))).toMatchObject({
    monitor: null,
    from: null,
    to: 'ALARM',
  })
  expect(webhookBody.parse(webhook(transition()))).toMatchObject({ stream: null, from: 'OK' })
})
