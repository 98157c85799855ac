import { expect, test } from 'vitest'
import { sampleTransition } from '#lib/alerting/sample.ts'
import { attemptToSend } from '#lib/alerting/send.ts'
import { sendTest } from '#lib/alerting/send-test.ts'
import { RemoteError } from '#lib/failures.ts'
import { answering, fakeContext, transition } from '#tests/alerts/fakes.ts'

const webhookUrl = 'https://hooks.example.com/services/T0/B0/canary'
const slack = (context: Parameters<typeof attemptToSend>[3]) =>
  attemptToSend('slack', () => ({ webhookUrl }), transition(), context)

test('what the other side took is noted with its status', async () => {
  const attempt = await slack(answering(200, 'ok').context)
  expect(attempt).toMatchObject({ ok: true, status: '200', error: null })
  expect(attempt.durationMs).toBeGreaterThanOrEqual(0)
})

test('a refusal is noted with its text, the secrets in it blacked out', async () => {
  const said = answering(404, `no_team at ${webhookUrl} or /services/T0/B0/canary`)
  expect(await slack(said.context)).toMatchObject({
    ok: false,
    permanent: true,
    status: '404',
    error: 'hooks.example.com answered 404: no_team at ••• or •••',
    kind: 'hooks.example.com answered 404',
  })
})

test('the address of a webhook is blacked out too: it may hold a key', async () => {
  const url = 'https://hooks.example.com/in/canary'
  const said = answering(404, 'Cannot POST /in/canary')
  const attempt = await attemptToSend('webhook', () => ({ url }), transition(), said.context)
  expect(attempt.error).toBe('hooks.example.com answered 404: Cannot POST •••')
})

test('of a long answer the beginning is noted, and no half of a secret where it is cut', async () => {
  const long = answering(500, `${'x'.repeat(198)}${webhookUrl} first\r\nsecond`)
  const { error } = await slack(long.context)
  expect(error).toBe(`hooks.example.com answered 500: ${'x'.repeat(198)}••…`)
})

test('a secret with marks between its letters, which nobody would see, is found', async () => {
  const [start, end] = [webhookUrl.slice(0, 40), webhookUrl.slice(40)]
  const { error } = await slack(answering(500, `no ${start}\u202e${end}`).context)
  expect(error).toBe('hooks.example.com answered 500: no •••')
})

test('of a page of which most is not read no half of a secret is left either', async () => {
  const tags = `<p>${' '.repeat(19_970)}${webhookUrl}`
  const { error } = await slack(answering(500, tags).context)
  expect(error).toBe('hooks.example.com answered 500: •••…')
})

test.each([
  ['a type that is gone', 'hipchat', {}, /no kind of alert "hipchat"/],
  ['settings that do not fit any more', 'slack', { webhookUrl: 'nowhere' }, /config\.webhookUrl/],
])('%s can be mended, so it is no permanent failure', async (_, type, settings, error) => {
  const attempt = await attemptToSend(type, () => settings, transition(), answering(200).context)
  expect(attempt).toMatchObject({ ok: false, permanent: false, status: 'settings' })
  expect(attempt.error).toMatch(error)
})

test('what cannot be stored or shown is taken out of what the other side said', async () => {
  const failing = fakeContext({
    fetch: () => Promise.reject(new RemoteError(`no\u0000\r\nway ${'x'.repeat(9_999)}`)),
  })
  const { error } = await slack(failing)
  expect(error).toMatch(/^no way x+$/)
  expect(error).toHaveLength(1_000)
})

test('an error of our own is not shown', async () => {
  const broken = fakeContext({ fetch: () => Promise.reject(new TypeError('x is not a function')) })
  expect(await slack(broken)).toMatchObject({
    ok: false,
    permanent: false,
    status: 'failed',
    error: 'An error of Belfry; its log has more.',
  })
})

test('a channel that heeds no signal is left at its limit', async () => {
  const deaf = fakeContext({ fetch: () => new Promise(() => {}) })
  expect(await slack({ ...deaf, limitMs: 20 })).toMatchObject({
    ok: false,
    permanent: false,
    status: 'timeout',
  })
})

test('an attempt that was ended from outside is none', async () => {
  const stopping = new AbortController()
  const deaf = fakeContext({
    fetch: () => {
      stopping.abort(new Error('the engine stops'))
      return new Promise(() => {})
    },
  })
  await expect(slack({ ...deaf, signal: stopping.signal })).rejects.toThrow('the engine stops')
})

test('the test button sends what says of itself that nothing happened', async () => {
  const { asked, context } = answering(200)
  const draft = { key: 'hook', type: 'webhook', config: { url: 'https://example.com/hook' } }
  expect(await sendTest(draft, context)).toMatchObject({ status: '200' })
  expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ test: true, to: 'ALARM' })
  expect(sampleTransition('hook').deliveryId).not.toBe(sampleTransition('hook').deliveryId)
})

test('the test button says which setting is wrong, or the status and not a word more', async () => {
  const draft = { key: 'hook', type: 'webhook', config: { url: 'nowhere' } }
  await expect(sendTest(draft, answering(200).context)).rejects.toMatchObject({
    name: 'UserError',
    fields: { 'config.url': expect.any(String) },
  })
  await expect(
    sendTest({ ...draft, type: 'slack', config: { webhookUrl } }, answering(410, 'body').context),
  ).rejects.toMatchObject({
    name: 'RemoteError',
    message: 'hooks.example.com answered 410',
    said: undefined,
    status: '410',
    permanent: true,
  })
})
