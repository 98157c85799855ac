import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '#tests/app/api/client.ts'
import { startEngine } from '#tests/app/api/engine.ts'
import { freshDatabase } from '#tests/database.ts'
import { until } from '#tests/until.ts'

/** A receiver that says what it is told to, and remembers what it got. */
const received: { url: string; body: string; authorization: string | undefined }[] = []
let answer = { status: 200, body: '[]' }
const receiver = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  received.push({ url: request.url ?? '', body, authorization: request.headers.authorization })
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
})
let address: string
let database: Awaited<ReturnType<typeof freshDatabase>>
let engine: Awaited<ReturnType<typeof startEngine>>
beforeAll(async () => {
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  database = await freshDatabase()
  engine = await startEngine()
})
afterAll(async () => {
  await engine?.stop()
  await database.close()
  receiver.close()
})

const secret = 'canary-7319'

describe('sources', () => {
  const source = (more: object = {}) => ({
    ...{ key: 'stats', type: 'graphite', description: 'Ours' },
    config: { url: address, username: 'u', password: secret },
    ...more,
  })

  test('are created, read, changed and deleted', async () => {
    const made = await api('POST', '/api/sources', source())
    expect(made).toMatchObject({
      status: 201,
      body: { key: 'stats', enabled: true, declared: false },
    })
    expect((await api('GET', '/api/sources/stats')).body).toEqual(made.body)
    const changed = await api('PATCH', '/api/sources/stats', { enabled: false })
    expect(changed.body).toMatchObject({ enabled: false, description: 'Ours' })
    expect((await api('GET', '/api/sources')).body).toEqual({ items: [changed.body], next: null })
    expect((await api('DELETE', '/api/sources/stats')).status).toBe(204)
    expect((await api('GET', '/api/sources/stats')).status).toBe(404)
  })

  test.each([
    ['key', { key: 'Not a key' }],
    ['key', { key: 'belfry' }],
    ['type', { type: 'abacus' }],
    ['config.url', { config: {} }],
    ['config.url', { config: { url: 'nowhere' } }],
    ['config.colour', { config: { url: 'http://x', colour: 'red' } }],
    ['enabled', { enabled: 'yes' }],
  ])('bad input is refused and names %s', async (field, more) => {
    const { status, body } = await api('POST', '/api/sources', source(more))
    expect(status).toBe(400)
    expect(Object.keys(body.error.fields)).toContain(field)
  })

  test('a key that is taken is a conflict', async () => {
    await api('POST', '/api/sources', source({ key: 'taken' }))
    const { status, body } = await api('POST', '/api/sources', source({ key: 'taken' }))
    expect([status, Object.keys(body.error.fields)]).toEqual([409, ['key']])
  })

  test('a secret is never shown again, and stays when it is not given anew', async () => {
    const key = 'kept'
    await api('POST', '/api/sources', source({ key }))
    await api('PATCH', `/api/sources/${key}`, {
      config: { url: `${address}/graphite`, password: '********' },
    })
    const answers = [
      await api('GET', `/api/sources/${key}`),
      await api('GET', '/api/sources'),
      await api('POST', `/api/sources/${key}/check`),
    ]
    expect(JSON.stringify(answers)).not.toContain(secret)
    const { url, authorization } = received.at(-1) ?? {}
    expect(url).toMatch(/^\/graphite\//)
    expect(authorization).toBe(`Basic ${Buffer.from(`u:${secret}`).toString('base64')}`)

    const { rows } = await database.pool.query('select source::text, to_jsonb(source) from source')
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test('are asked as a script would ask them', async () => {
    await api('POST', '/api/sources', source({ key: 'asked' }))
    answer = { status: 200, body: '[{"target":"a","datapoints":[[1,1],[null,2],[3,3]]}]' }
    const query = (body: object) => api('POST', '/api/sources/asked/query', body)
    const good = await query({ method: 'getSum', args: ['a'] })
    expect(good).toMatchObject({ status: 200, body: { result: 4 } })
    expect((await query({ method: 'getSum', args: [7] })).status).toBe(400)
    const unknown = await query({ method: 'getAll' })
    expect(unknown.status).toBe(400)
    expect(unknown.body.error.message).toContain('getSum')
    expect((await api('POST', '/api/sources/none/query', { method: 'getSum' })).status).toBe(404)

    answer = { status: 500, body: 'out of order' }
    const failed = await query({ method: 'getSum', args: ['a'] })
    expect(failed).toMatchObject({ status: 502, body: { error: { code: 'remote' } } })
    answer = { status: 200, body: '[]' }
  })

  test('settings can be tried before they are saved', async () => {
    const check = (body: object) => api('POST', '/api/sources/draft/check', body)
    expect((await check({ type: 'graphite', config: { url: address } })).status).toBe(200)
    expect(
      (await check({ type: 'graphite', config: { url: 'x' } })).body.error.fields,
    ).toHaveProperty('config.url')
    expect((await check({ type: 'abacus' })).body.error.fields).toHaveProperty('type')
    expect((await check({})).status).toBe(404)
    expect((await api('GET', '/api/sources/draft')).status).toBe(404)
  })

  test('the own one is asked without being configured', async () => {
    const { body } = await api('POST', '/api/sources/belfry/query', { method: 'monitors' })
    expect(body.result).toEqual({ OK: 0, ALARM: 0, ERROR: 0, INACTIVE: 0 })
  })
})

describe('alerts', () => {
  const alert = (more: object = {}) => ({
    ...{ key: 'hook', type: 'webhook', config: { url: `${address}/hook`, secret } },
    ...more,
  })

  test('are created, read, changed and deleted', async () => {
    const made = await api('POST', '/api/alerts', alert())
    expect(made).toMatchObject({
      status: 201,
      body: { key: 'hook', enabled: true, states: ['OK', 'ALARM', 'ERROR'], lastDelivery: null },
    })
    const changed = await api('PATCH', '/api/alerts/hook', { states: ['ALARM'] })
    expect(changed.body.states).toEqual(['ALARM'])
    expect((await api('GET', '/api/alerts')).body.items).toEqual([changed.body])
    expect(JSON.stringify([made, changed])).not.toContain(secret)
    expect((await api('DELETE', '/api/alerts/hook')).status).toBe(204)
    expect((await api('GET', '/api/alerts/hook')).status).toBe(404)
  })

  test.each([
    ['key', { key: '' }],
    ['type', { type: 'pigeon' }],
    ['config.url', { config: { url: 'ftp://x' } }],
    ['states', { states: 'ALARM' }],
    ['states.0', { states: ['BAD'] }],
  ])('bad input is refused and names %s', async (field, more) => {
    const { status, body } = await api('POST', '/api/alerts', alert(more))
    expect(status).toBe(400)
    expect(Object.keys(body.error.fields)).toContain(field)
  })

  test('a test message is sent with saved settings or others, and says that nothing happened', async () => {
    await api('POST', '/api/alerts', alert({ key: 'tested' }))
    const { status, body } = await api('POST', '/api/alerts/tested/test')
    expect([status, body.status]).toEqual([200, '200'])
    expect(received.at(-1)).toMatchObject({ url: '/hook' })
    expect(received.at(-1)?.body).toContain('This is a test')

    const other = { config: { url: `${address}/other` } }
    await api('POST', '/api/alerts/tested/test', other)
    expect(received.at(-1)?.url).toBe('/other')
    expect((await api('GET', '/api/deliveries')).body.items).toEqual([])

    answer = { status: 403, body: '' }
    expect((await api('POST', '/api/alerts/tested/test')).status).toBe(502)
    answer = { status: 200, body: '' }
    expect((await api('DELETE', '/api/alerts/tested')).status).toBe(204)
  })

  test('tell a change of state; what became of it can be read and tried again', async () => {
    await api('POST', '/api/alerts', alert({ key: 'told' }))
    answer = { status: 403, body: '' }
    const monitor = await api('POST', '/api/monitors', {
      ...{ name: 'Loud', script: 'fail("too much", 9)', schedule: '0 0 29 2 *', alerts: ['told'] },
    })
    await api('POST', `/api/monitors/${monitor.body.id}/run`)
    const dead = await until(async () => {
      const { items } = (await api('GET', '/api/deliveries?alert=told&status=dead')).body
      return items[0]
    })
    expect(dead).toMatchObject({
      ...{ alert: 'told', attempts: 1, nextAttemptAt: null, monitor: { name: 'Loud' } },
      transition: { from: 'INACTIVE', to: 'ALARM', message: 'too much', value: 9 },
      log: [{ ok: false, status: '403' }],
    })
    expect((await api('GET', `/api/deliveries/${dead.id}`)).body).toEqual(dead)

    answer = { status: 200, body: '' }
    const again = await api('POST', `/api/deliveries/${dead.id}/retry`)
    expect(again.status).toBe(200)
    await until(async () => (await api('GET', `/api/deliveries/${dead.id}`)).body.status === 'sent')
    const refused = await api('POST', `/api/deliveries/${dead.id}/retry`)
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } })
  })

  test.each([
    ['status', 'status=lost'],
    ['monitor', 'monitor=99999999999'],
    ['cursor', 'cursor=x'],
    ['limit', 'limit=-1'],
  ])('deliveries are not searched by a bad %s', async (field, query) => {
    const { status, body } = await api('GET', `/api/deliveries?${query}`)
    expect([status, Object.keys(body.error.fields)]).toEqual([400, [field]])
  })
})
