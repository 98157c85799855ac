import { expect, test } from 'vitest'
import { webhook } from '#lib/streams/handlers/webhook.ts'
import { streamEvent } from '#tests/lib/streams/event.ts'
import { runHandler } from '#tests/lib/streams/handlers/run.ts'

const url = 'https://example.com/streams'

test('the stream and its events are sent as JSON, with microseconds', async () => {
  const event = streamEvent({ uid: 'a', type: 'order.paid', traits: { amount: 5 } })
  const at = event.at + 42
  const { going, effects } = await runHandler(webhook, { url }, [{ ...event, at }])
  expect(going).toHaveLength(1)
  expect(effects.posts).toEqual([
    {
      target: { url, method: 'POST', headers: {} },
      body: {
        version: 1,
        stream: {
          ...{ id: '7', trigger: 'orders', occasion: 'fire', traits: { order: 17 } },
          firstEvent: '2014-08-01T12:00:00.000000Z',
          lastEvent: '2014-08-01T12:00:00.000001Z',
          url: 'https://belfry.example.com/streams/7',
        },
        eventCount: 1,
        events: [
          {
            ...{ uid: 'a', type: 'order.paid', id: 'tree', host: 'web-1', pid: null },
            ...{ at: '2014-08-01T12:00:00.000042Z', start: '2014-08-01T12:00:00.000000Z' },
            traits: { amount: 5 },
          },
        ],
      },
    },
  ])
})

test('of more than receivers take the first are sent, which the log says', async () => {
  const events = Array.from({ length: 5 }, () => streamEvent({ traits: { x: 'x'.repeat(1e6) } }))
  const { effects, lines } = await runHandler(webhook, { alert: 'hook' }, events)
  expect(effects.posts[0]?.body).toMatchObject({ eventCount: 5, events: { length: 4 } })
  expect(lines).toEqual(['warn: the first 4 of 5 events are sent: more is too long'])
})

test('by an alert, whose key has to be one', async () => {
  const { effects } = await runHandler(webhook, { alert: 'hook' }, [])
  expect(effects.posts[0]?.target).toEqual({ alert: 'hook' })
  expect(webhook.refers?.({ alert: 'hook' })).toEqual([
    { kind: 'alert', name: 'hook', path: ['alert'] },
  ])
})

test.each([
  [{}, 'url'],
  [{ url, alert: 'hook' }, 'url'],
  [{ alert: 'hook', headers: { 'x-a': 'b' } }, 'headers'],
  [{ alert: 'hook', method: 'PUT' }, 'method'],
  [{ url: 'ftp://example.com' }, 'url'],
  [{ url: 'https://user:word@example.com' }, 'url'],
  [{ url, headers: { 'Content-Length': '5' } }, 'headers'],
  [{ url, headers: { 'x-a': 'b\r\nx-c: d' } }, 'headers'],
  [{ url, body: 'x' }, 'body'],
])('%j is refused', (params, field) => {
  const { error } = webhook.params.safeParse(params)
  const places = error?.issues.flatMap(issue => [
    issue.path[0],
    ...('keys' in issue ? issue.keys : []),
  ])
  expect(places).toContain(field)
})
