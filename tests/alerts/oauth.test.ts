import { afterEach, expect, test } from 'vitest'
import { forgetToken, tokenOf } from '#alerts/oauth.ts'
import { type Receiver, sendSigned } from '#alerts/signed.ts'
import { webhook } from '#alerts/webhook.ts'
import type { GuardedInit } from '#lib/http.ts'
import { fakeContext } from '#tests/alerts/fakes.ts'

const client = {
  oauthUrl: 'https://login.example.com/token',
  clientId: 'belfry:1',
  clientSecret: 'word of ours',
  scope: 'streams',
}
const receiver: Receiver = {
  ...{ url: 'https://example.com/in', method: 'POST', headers: { Authorization: 'Basic x' } },
  ...client,
}
afterEach(() => void forgetToken(client))

/** A world with a token's server, which gives one token after the other, and a receiver that takes some of them. */
function world(takes: (token: string) => boolean, token: object = {}, status = 200) {
  const asked: { url: string; headers: Headers; body: string }[] = []
  let given = 0
  const fetch = async (url: string | URL, init: GuardedInit = {}) => {
    const headers = new Headers(init.headers)
    asked.push({ url: String(url), headers, body: String(init.body) })
    if (String(url) === client.oauthUrl)
      return Response.json(
        { access_token: `token-${++given}`, expires_in: 3600, ...token },
        { status },
      )
    const authorization = headers.get('authorization') ?? ''
    const taken = takes(authorization.replace('Bearer ', ''))
    return new Response(taken ? 'thanks' : `refused ${authorization}`, {
      status: taken ? 200 : 401,
    })
  }
  return { asked, context: fakeContext({ fetch }), tokensGiven: () => given }
}
const send = (context: ReturnType<typeof world>['context']) =>
  sendSigned(receiver, { id: 'an-id', text: '{}' }, context)

test('a token is asked for by the client, and goes instead of an authorization of the headers', async () => {
  const { asked, context } = world(() => true)
  await send(context)
  expect(asked).toHaveLength(2)
  expect(asked[0]?.body).toBe('grant_type=client_credentials&scope=streams')
  const basic = asked[0]?.headers.get('authorization')?.replace('Basic ', '') ?? ''
  expect(Buffer.from(basic, 'base64').toString()).toBe('belfry%3A1:word+of+ours')
  expect(asked[1]?.headers.get('authorization')).toBe('Bearer token-1')
})

test('it is used until its time is over', async () => {
  const { context, tokensGiven } = world(() => true)
  await send(context)
  await send(context)
  expect(tokensGiven()).toBe(1)
})

test('one that is good for less than a request takes is not kept', async () => {
  const { context, tokensGiven } = world(() => true, { expires_in: 10 })
  await send(context)
  await send(context)
  expect(tokensGiven()).toBe(2)
})

test('one that is refused is asked for anew, once', async () => {
  const { context, tokensGiven } = world(token => token === 'token-2')
  expect((await send(context)).status).toBe(200)
  expect(tokensGiven()).toBe(2)

  const never = world(() => false)
  forgetToken(client)
  await expect(send(never.context)).rejects.toMatchObject({
    status: '401',
    said: 'refused Bearer •••',
  })
  expect(never.tokensGiven()).toBe(2)
})

test.each([
  ['refuses', {}, 403, 'login.example.com gave no token (403)'],
  ['gives none', { access_token: undefined }, 200, 'login.example.com gave no token'],
  [
    'gives what no header can hold',
    { access_token: 'a\nb' },
    200,
    'login.example.com gave no token',
  ],
])('a server that %s is tried again later', async (_, token, status, message) => {
  const { context } = world(() => true, token, status)
  await expect(tokenOf(client, context)).rejects.toMatchObject({ message, permanent: false })
})

test('settings have the whole client or none', () => {
  const { url } = receiver
  const { clientSecret: _, ...half } = client
  const { error } = webhook.config.safeParse({ url, ...half })
  expect(error?.issues).toMatchObject([
    { path: ['clientSecret'], message: 'is missing: give all three or none' },
  ])
  expect(webhook.config.safeParse({ url, ...client }).success).toBe(true)
})
