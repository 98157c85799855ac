import { expect, test } from 'vitest'
import { event, pagerduty } from '#alerts/pagerduty.ts'
import type { StateName } from '#lib/plugin.ts'
import { answering, megabyte, only, transition } from '#tests/alerts/fakes.ts'

const config = pagerduty.config.parse({ routingKey: 'key-1' })

test.each<[StateName, string]>([
  ['ALARM', 'trigger'],
  ['ERROR', 'trigger'],
  ['OK', 'resolve'],
  ['INACTIVE', 'resolve'],
])('a change to %s is a %s, on the one incident of its monitor', (to, action) => {
  expect(event(transition({ to }))).toMatchObject({
    event_action: action,
    dedup_key: 'https://belfry.example.com/monitors/7',
  })
})

test('an incident tells what is wrong', async () => {
  const { asked, context } = answering(202)
  await pagerduty.send(config, transition(), context)
  const { url, body } = only(asked)
  expect(url).toBe('https://events.pagerduty.com/v2/enqueue')
  expect(JSON.parse(body)).toMatchObject({
    routing_key: 'key-1',
    payload: {
      summary: 'ALARM: Mail Queue Length: too long',
      source: 'belfry.example.com',
      severity: 'critical',
      timestamp: '2026-01-02T03:04:05.000Z',
      custom_details: { from: 'OK', to: 'ALARM', value: '67' },
    },
  })
})

test('another Events API is asked where the settings name one', async () => {
  const { asked, context } = answering(202)
  const eu = pagerduty.config.parse({
    routingKey: 'k',
    url: 'https://events.eu.pagerduty.com/v2/enqueue',
  })
  await pagerduty.send(eu, transition(), context)
  expect(only(asked).url).toBe('https://events.eu.pagerduty.com/v2/enqueue')
})

test('a test opens an incident of its own and closes it again', async () => {
  const { asked, context } = answering(202)
  await pagerduty.send(config, transition({ test: true }), context)
  const [opened, closed] = asked.map(({ body }) => JSON.parse(body))
  expect([opened.event_action, closed.event_action]).toEqual(['trigger', 'resolve'])
  expect(opened.payload.severity).toBe('info')
  expect(closed.dedup_key).toBe(opened.dedup_key)
  expect(opened.dedup_key).not.toBe(event(transition()).dedup_key)
})

test('a long address still gives a key that PagerDuty takes, always the same', () => {
  const url = `https://belfry.example.com/${'a'.repeat(300)}`
  const { dedup_key } = event(transition({ url }))
  expect(dedup_key.length).toBeLessThanOrEqual(255)
  expect(event(transition({ url, to: 'OK' })).dedup_key).toBe(dedup_key)
})

test('the summary keeps to 1024 characters', () => {
  const told = event(transition({ message: megabyte }))
  expect(told).toMatchObject({ payload: { summary: expect.stringMatching(/^.{1000,1024}$/su) } })
})
