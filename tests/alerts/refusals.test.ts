import { expect, test } from 'vitest'
import { campfire } from '#alerts/campfire.ts'
import { pagerduty } from '#alerts/pagerduty.ts'
import { slack } from '#alerts/slack.ts'
import { teams } from '#alerts/teams.ts'
import { telegram } from '#alerts/telegram.ts'
import { webhook } from '#alerts/webhook.ts'
import type { AlertPlugin } from '#lib/plugin.ts'
import { answering, transition } from '#tests/alerts/fakes.ts'

/** The channels that speak HTTP, each with settings that fit. */
const channels: [string, AlertPlugin, object][] = [
  ['slack', slack, { webhookUrl: 'https://hooks.example.com/services/a' }],
  ['teams', teams, { webhookUrl: 'https://teams.example.com/a' }],
  ['webhook', webhook, { url: 'https://example.com/hook' }],
  ['pagerduty', pagerduty, { routingKey: 'abc123' }],
  ['telegram', telegram, { botToken: '1:abc', chatId: '-5' }],
  ['campfire classic', campfire, { subdomain: 'a', roomId: '1', apiToken: 'T' }],
  ['campfire bot', campfire, { botUrl: 'https://campfire.example.com/rooms/1/1-a/messages' }],
]

const send = (plugin: AlertPlugin, config: object, fake: ReturnType<typeof answering>) =>
  plugin.send(plugin.config.parse(config), transition(), fake.context)

test.each([
  ['seconds', '7', 7],
  ['a date', 'Fri, 31 Dec 9999 23:59:59 GMT', expect.any(Number)],
  ['a date that is over', 'Fri, 31 Dec 1999 23:59:59 GMT', undefined],
  ['neither', 'soon', undefined],
])('when to come again is told as %s', async (_, said, retryAfterSeconds) => {
  const refusing = answering(429, '', { 'retry-after': said })
  await expect(send(webhook, { url: 'https://example.com/hook' }, refusing)).rejects.toMatchObject({
    ...{ name: 'RemoteError', retryAfterSeconds },
  })
})

for (const [name, plugin, config] of channels) {
  test.each([
    [301, true],
    [400, true],
    [401, true],
    [404, true],
    [408, false],
    [410, true],
    [429, false],
    [500, false],
    [503, false],
  ])(`${name}: a %i answer is permanent: %s`, async (status, permanent) => {
    await expect(send(plugin, config, answering(status, 'why'))).rejects.toMatchObject({
      name: 'RemoteError',
      permanent,
      status: String(status),
    })
  })

  test.each([200, 201, 202, 204])(`${name}: a %i answer is good, and noted`, async status => {
    expect(await send(plugin, config, answering(status))).toEqual({ status: String(status) })
  })
}

test('what was answered is kept apart from what is told of the refusal', async () => {
  const fake = answering(500, 'no room in here')
  const refusal = send(slack, { webhookUrl: 'https://hooks.example.com/a' }, fake)
  await expect(refusal).rejects.toMatchObject({
    message: 'hooks.example.com answered 500',
    said: 'no room in here',
  })
})

test('a redirect is not followed, since the body would be lost on the way', async () => {
  const fake = answering(302, '', { location: 'https://elsewhere.example.com/' })
  await expect(send(webhook, { url: 'https://example.com/hook' }, fake)).rejects.toThrow(
    'example.com redirects to another address (302); use that one',
  )
  expect(fake.asked).toHaveLength(1)
})
