import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { createAlert, updateAlert } from '#lib/alerting/mutations.ts'
import { POSTS, wakeOverdue } from '#lib/alerting/outbox/outbox.ts'
import { postDied } from '#lib/errors/own-words.ts'
import { guardedFetch } from '#lib/http.ts'
import { writePosts } from '#lib/streams/effects/posts.ts'
import type { StreamFacts, Target } from '#lib/streams/handlers/contract.ts'
import { getPost, listPosts } from '#lib/streams/posts/data.ts'
import { retryPost } from '#lib/streams/posts/mutations.ts'
import { inTransaction } from '#lib/transaction.ts'
import { ada, byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { facts } from '#tests/lib/streams/handlers/run.ts'
import { startPosting, startReceiver } from '#tests/lib/streams/posts/world.ts'
import { until } from '#tests/until.ts'

let base: Awaited<ReturnType<typeof freshDatabase>>
const cleanups: (() => Promise<void>)[] = []
beforeAll(async () => {
  base = await freshDatabase()
})
afterAll(() => base.close())
beforeEach(() => base.pool.query('truncate alert, post, graphile_worker._private_jobs cascade'))
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function receiver(...args: Parameters<typeof startReceiver>) {
  const started = await startReceiver(...args)
  cleanups.push(started.close)
  return started
}
async function engine(...[rest]: [Parameters<typeof startPosting>[1]?]) {
  const started = await startPosting(base.pool, rest)
  cleanups.push(started.stop)
  return started
}

const answering = (status: number) =>
  receiver((_, response) => void response.writeHead(status).end())
const to = (url: string): Target => ({ url, method: 'POST', headers: { 'x-team': 'ops' } })
const write = (target: Target, stream: Partial<StreamFacts> = {}, bodies: object[] = [{ a: 1 }]) =>
  inTransaction(base.pool, client =>
    writePosts(client, [
      {
        stream: { ...facts, ...stream },
        items: bodies.map(body => ({ target, body: { ...body } })),
      },
    ]),
  )
const posts = async (filter: object = {}) => (await listPosts(everything, filter)).items
const ended = (status: string) =>
  until(async () => (await posts()).find(post => post.status === status))
const tried = () => until(async () => (await posts()).find(({ log }) => log.length > 0))

test('a post arrives with its headers and an id, and stands in the list', async () => {
  const { heard, url } = await answering(202)
  await engine()
  await write(to(url))
  const post = await ended('sent')
  expect(post).toMatchObject({
    ...{ project: 'default', trigger: { id: 3, name: 'orders' }, stream: '7', occasion: 'fire' },
    ...{ to: url, byAlert: false, attempts: 1, lastError: null, bytes: 7 },
    log: [{ ok: true, status: '202' }],
  })
  expect(heard).toHaveLength(1)
  expect(JSON.parse(heard[0]?.text ?? '')).toEqual({ a: 1 })
  expect(heard[0]?.headers).toMatchObject({
    ...{ 'content-type': 'application/json', 'x-team': 'ops' },
    ...{ 'belfry-delivery': post.uid, 'idempotency-key': post.uid },
  })
  expect(await getPost(everything, post.id)).toEqual({ ...post, body: { a: 1 } })
})

describe('what is not taken', () => {
  test.each([400, 409])('is given up when the answer is %i', async status => {
    const { heard, url } = await answering(status)
    const died = vi.fn()
    await engine({ died })
    await write(to(url))
    expect(await ended('dead')).toMatchObject({
      ...{ attempts: 1, nextAttemptAt: null, lastError: expect.stringContaining(String(status)) },
      log: [{ ok: false, status: String(status) }],
    })
    expect(heard).toHaveLength(1)
    await until(() => died.mock.calls.length > 0)
    const [post, error] = died.mock.calls[0] ?? []
    expect(postDied(post, error)).toMatchObject({
      message: `What the webhook of a stream of orders sends was given up: ${new URL(url).host} answered ${status}`,
    })
  })

  test.each([401, 404, 500, 503])('waits half a minute when the answer is %i', async status => {
    const { heard, url } = await answering(status)
    await engine()
    await write(to(url))
    const { nextAttemptAt, log, attempts } = await tried()
    const waits = new Date(nextAttemptAt ?? 0).getTime() - new Date(log[0]?.at ?? 0).getTime()
    expect(attempts).toBe(1)
    expect(waits).toBeGreaterThan(20_000)
    expect(waits).toBeLessThan(60_000)
    expect(heard).toHaveLength(1)
  })

  test('is sent again at once for a person, with the same id, which the trail tells', async () => {
    let status = 400
    const { heard, url } = await receiver((_, response) => void response.writeHead(status).end())
    await engine()
    await write(to(url))
    const dead = await ended('dead')
    status = 200
    expect(await retryPost(dead.id, ada)).toMatchObject({ status: 'queued' })
    expect(await ended('sent')).toMatchObject({ attempts: 2, log: { length: 2 } })
    expect(new Set(heard.map(({ headers }) => headers['belfry-delivery'])).size).toBe(1)
    await expect(retryPost(dead.id, ada)).rejects.toThrow('was sent')
    const { change } = await base.db.audit.findFirstOrThrow({ where: { subject: 'post' } })
    expect(change).toEqual({ trigger: 'orders', to: url, was: 'dead' })
  })

  test('holds up no post to another receiver', async () => {
    const silent = await receiver(() => {})
    const quick = await answering(200)
    await engine()
    await write(
      to(silent.url),
      {},
      Array.from({ length: 8 }, (_, a) => ({ a })),
    )
    await until(() => silent.heard.length >= 4)
    await write(to(quick.url))
    expect(await ended('sent')).toMatchObject({ to: quick.url })
    expect(silent.heard).toHaveLength(4)
  })

  test('within its time counts as a failure', async () => {
    const { url } = await receiver(() => {})
    await engine({ sendLimitMs: 100 })
    await write(to(url))
    expect((await tried()).log).toMatchObject([{ ok: false, status: 'timeout' }])
  })
})

describe('an address that an editor typed', () => {
  test('is asked only where it is public', async () => {
    const { heard, url } = await answering(200)
    const doors = {
      admin: guardedFetch({ trust: 'admin' }),
      editor: guardedFetch({ trust: 'script', allow: [] }),
    }
    await engine({ doors })
    await write(to(url))
    expect(await ended('dead')).toMatchObject({ log: [{ ok: false, status: 'refused' }] })
    expect(heard).toEqual([])
  })

  test('is not followed to another one', async () => {
    const other = await answering(200)
    const { url } = await receiver(
      (_, response) => void response.writeHead(307, { location: other.url }).end(),
    )
    await engine()
    await write(to(url))
    expect((await tried()).log).toMatchObject([{ ok: false, status: '307' }])
    expect(other.heard).toEqual([])
  })
})

describe('by the webhook of an admin', () => {
  test('address, method, headers and signature are its own', async () => {
    const { heard, url } = await answering(200)
    const config = { url: `${url}/hook`, headers: { 'x-key': 'word' }, secret: 'of ours' }
    await createAlert({ key: 'hook', type: 'webhook', config }, byAda)
    await engine()
    await write({ alert: 'hook' })
    expect(await ended('sent')).toMatchObject({ to: 'hook', byAlert: true })
    expect(heard[0]).toMatchObject({
      path: '/hook',
      headers: { 'x-key': 'word', 'belfry-signature': expect.stringMatching(/^t=\d+,v1=/) },
    })
  })

  test('what it answers is kept without the secrets', async () => {
    const { url } = await receiver(
      ({ headers }, response) =>
        void response.writeHead(400).end(`no entry with ${headers['x-key']}`),
    )
    const config = { url, headers: { 'x-key': 'open sesame' } }
    await createAlert({ key: 'hook', type: 'webhook', config }, byAda)
    await engine()
    await write({ alert: 'hook' })
    const { lastError } = await ended('dead')
    expect(lastError).toContain('no entry with')
    expect(lastError).not.toContain('open sesame')
  })

  test('a fresh signature is tried once when the first is refused', async () => {
    let asked = 0
    const { heard, url } = await receiver(
      (_, response) => void response.writeHead(asked++ === 0 ? 401 : 200).end(),
    )
    await createAlert({ key: 'hook', type: 'webhook', config: { url, secret: 's' } }, byAda)
    await engine()
    await write({ alert: 'hook' })
    expect(await ended('sent')).toMatchObject({ attempts: 1 })
    expect(heard).toHaveLength(2)
  })

  test('it waits while the alert is switched off', async () => {
    const { url } = await answering(200)
    await createAlert({ key: 'hook', type: 'webhook', config: { url } }, byAda)
    await updateAlert('hook', { enabled: false }, byAda)
    await engine()
    await write({ alert: 'hook' })
    const waiting = await tried()
    expect(waiting).toMatchObject({
      status: 'queued',
      lastError: 'The alert "hook" is switched off.',
    })
    await updateAlert('hook', { enabled: true }, byAda)
    await retryPost(waiting.id, ada)
    await ended('sent')
  })

  test.each([
    ['that is not there', undefined, 'There is no alert "hook".'],
    ['that is no webhook', 'slack', 'The alert "hook" is no webhook.'],
  ])('one %s refuses all of it', async (_, type, message) => {
    const config = { webhookUrl: 'https://example.com' }
    if (type) await createAlert({ key: 'hook', type, config }, byAda)
    await expect(write({ alert: 'hook' })).rejects.toThrow(message)
    expect(await posts()).toEqual([])
  })
})

test('of the address the host is shown and searched, and what a refusal quotes is blacked out', async () => {
  const { url } = await receiver(({ path, headers }, response) => {
    response.writeHead(404).end(`Cannot POST ${path} by ${headers.authorization}`)
  })
  await engine()
  const headers = { authorization: 'canary-22' }
  await write({ url: `${url}/in/canary-11`, method: 'POST', headers })
  const post = await tried()
  const { host } = new URL(url)
  expect(post).toMatchObject({
    to: `${host}/********`,
    lastError: `${host} answered 404: Cannot POST ••• by •••`,
  })
  expect(await posts({ q: host })).toHaveLength(1)
  expect(await posts({ q: 'canary-11' })).toEqual([])
})

test('posts whose jobs were lost are found', async () => {
  const { url } = await answering(200)
  await write(to(url))
  await base.pool.query('truncate graphile_worker._private_jobs')
  await engine()
  expect(await wakeOverdue(base.pool, POSTS, 0)).toBe(1)
  await ended('sent')
})

test('a list is paged, searched, and ends where reach ends', async () => {
  const { id } = await base.db.project.create({ data: { name: 'shop', groups: ['shop'] } })
  await write(to('https://a.example.com/'), { projectId: id, trigger: 'of_shop', id: '8' })
  await write(to('https://b.example.com/'))
  await write({ ...to('https://c.example.com/') })
  const page = await listPosts(everything, { limit: 2 })
  expect(page.items.map(({ to }) => to)).toEqual([
    'https://c.example.com/',
    'https://b.example.com/',
  ])
  const rest = await listPosts(everything, { limit: 2, cursor: page.next ?? '' })
  expect(rest).toMatchObject({ items: [{ to: 'https://a.example.com/' }], next: null })
  expect(await posts({ q: 'of_shop' })).toHaveLength(1)
  expect(await posts({ q: 'b.EXAMPLE' })).toHaveLength(1)
  expect(await posts({ q: '%' })).toEqual([])
  expect(await posts({ stream: '8' })).toHaveLength(1)
  expect(await posts({ status: 'dead' })).toEqual([])

  const outsider = { all: false, groups: [] } as const
  expect((await listPosts(outsider, {})).items).toHaveLength(2)
  const hidden = rest.items[0]?.id ?? 0
  await expect(getPost(outsider, hidden)).rejects.toThrow('There is no post')
  await expect(retryPost(hidden, { ...ada, role: 'editor', groups: [] })).rejects.toThrow(
    'There is no post',
  )
  await expect(listPosts(everything, { cursor: 'x' })).rejects.toThrow('cursor')
})
