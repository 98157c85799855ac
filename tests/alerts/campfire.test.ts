import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { campfire, classicRequest } from '#alerts/campfire.ts'
import { plainText } from '#alerts/text.ts'
import { answering, only, transition } from '#tests/alerts/fakes.ts'

const golden = JSON.parse(readFileSync('tests/golden/revere.json', 'utf8')).cases.find(
  ({ id }: { id: string }) => id === 'R-120',
)

test('the classic API gets the request that Revere made', () => {
  const { monitor_name, old_state, new_state, message, return_value } = golden.event
  const { api_token, subdomain, room_id } = golden.config
  const request = classicRequest(
    { subdomain, roomId: room_id, apiToken: api_token },
    transition({
      monitor: monitor_name,
      from: old_state,
      to: new_state,
      message,
      value: return_value,
      url: '',
    }),
  )
  const [user, password] = golden.expected.basic_auth
  expect(request).toMatchObject({ method: golden.expected.method, url: golden.expected.url })
  expect(request.headers).toEqual({
    'content-type': golden.expected.content_type,
    authorization: `Basic ${btoa(`${user}:${password}`)}`,
  })
  expect(JSON.parse(request.body)).toEqual(golden.expected.json)
})

test('the bot URL gets the plain text', async () => {
  const { asked, context } = answering(201)
  const botUrl = 'https://campfire.example.com/rooms/1/1-abc/messages'
  expect(await campfire.send({ botUrl }, transition(), context)).toEqual({ status: '201' })
  const { url, headers, body } = only(asked)
  expect([url, headers.get('content-type')]).toEqual([botUrl, 'text/plain; charset=utf-8'])
  expect(body).toBe(plainText(transition()))
})

test('a bot brings no markup into the room', async () => {
  const { asked, context } = answering(201)
  const botUrl = 'https://campfire.example.com/rooms/1/1-abc/messages'
  await campfire.send({ botUrl }, transition({ message: '<img src=x> &amp;' }), context)
  expect(only(asked).body).toContain('&lt;img src=x> &amp;amp;')
})

test.each([
  [{}, ['subdomain', 'roomId', 'apiToken']],
  [{ subdomain: 'a', roomId: 1 }, ['apiToken']],
  [{ subdomain: 'evil.example.com/', roomId: '1', apiToken: 'T' }, ['subdomain']],
  [{ subdomain: 'a', roomId: '1/../2', apiToken: 'T' }, ['roomId']],
  [{ botUrl: 'javascript:alert(1)' }, ['botUrl']],
])('%j lacks %j', (config, fields) => {
  const { error } = campfire.config.safeParse(config)
  expect(error?.issues.map(({ path }) => path[0])).toEqual(fields)
})
