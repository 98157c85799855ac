import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '#tests/database.ts'
import { withCommand } from '#tests/flows/processes.ts'
import {
  freePort,
  isHealthy,
  launch,
  newFolder,
  type Product,
  startProduct,
} from '#tests/flows/product.ts'
import { openReceiver } from '#tests/flows/receiver.ts'
import { until } from '#tests/until.ts'

describe('from a script to the people on call', () => {
  let product: Product & { link: string }
  let receiver: Awaited<ReturnType<typeof openReceiver>>
  let port: number
  const data = newFolder()
  beforeAll(async () => {
    port = await freePort()
    receiver = await openReceiver()
    product = await startProduct({ data, port })
  })
  afterAll(async () => {
    await product?.stop()
    await receiver?.close()
  })

  const told = (to: string) =>
    until(() =>
      receiver.received.find(({ body }) => body.monitor?.name === 'Story' && body.to === to),
    )

  test('the example that a new installation has is OK without anything being configured', async () => {
    const { body } = await product.api('/monitors?tag=belfry')
    expect(body.items).toMatchObject([{ name: 'Belfry: runs start on time', active: true }])
    const path = `/monitors/${body.items[0].id}`
    await product.api(`${path}/run`, 'POST', {})
    await until(async () => (await product.api(path)).body.state === 'OK')
  })

  test('a monitor that turns bad tells its alert, and again when it is good', async () => {
    const config = { url: receiver.url, secret: 'a secret of the receiver' }
    expect(
      await product.api('/alerts', 'POST', { key: 'hook', type: 'webhook', config }),
    ).toMatchObject({ status: 201 })
    const made = await product.api('/monitors', 'POST', {
      name: 'Story',
      script:
        'record("seen", 5)\nif (monitor.tags.length === 0) fail("nobody watches", 3)\nreturn 1',
      schedule: '* * * * * *',
    })
    expect(made.status).toBe(201)

    const { headers, body } = await told('ALARM')
    expect(body).toMatchObject({
      from: 'INACTIVE',
      message: 'nobody watches',
      value: 3,
      test: false,
    })
    expect(body.text).toMatch(
      /^\[Belfry Alarm\]\nMonitor: Story\nState Change: INACTIVE -> ALARM\n/,
    )
    expect(headers['belfry-signature']).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/)

    await product.api(`/monitors/${made.body.id}`, 'PATCH', { tags: ['web'] })
    expect((await told('OK')).body).toMatchObject({ from: 'ALARM', value: 1 })

    const deliveries = await product.api('/deliveries')
    expect(deliveries.body.items.map((item: { status: string }) => item.status)).toEqual([
      'sent',
      'sent',
    ])
    const runs = await product.api(`/monitors/${made.body.id}/runs`)
    expect(runs.body.items).toContainEqual(
      expect.objectContaining({ state: 'OK', value: 1, series: { seen: 5 }, version: 2 }),
    )
    await product.api(`/monitors/${made.body.id}/pause`, 'POST', {})
  })

  test('an alert that could not be sent survives the death of everything', async () => {
    receiver.answerWith(503)
    const { body } = await product.api('/monitors?q=Story')
    const id: number = body.items[0].id
    await product.api(`/monitors/${id}`, 'PATCH', { active: true, script: 'fail("still here")' })
    await until(async () => {
      const { body } = await product.api('/deliveries?status=queued')
      return body.items.some((item: { attempts: number }) => item.attempts > 0)
    })
    for (const { pid } of product.family()) process.kill(pid, 'SIGKILL')
    await product.exited

    receiver.answerWith(204)
    receiver.received.length = 0
    product = await startProduct({ data, port })
    expect((await told('ALARM')).body).toMatchObject({ message: 'still here' })
  })
})

describe('on a database of one’s own', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>
  const env = () => ({
    DATABASE_URL: database.url,
    BELFRY_SECRET: 'the secret of two machines',
    BELFRY_LOG: 'info',
  })
  beforeAll(async () => {
    database = await freshDatabase()
    await database.pool.query('drop schema public cascade')
    await database.pool.query('create schema public')
  })
  afterAll(() => database?.close())

  test('everything runs without an embedded server, and the file is applied', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'belfry-story-')), 'belfry.yaml')
    writeFileSync(
      file,
      `monitors:\n  Declared:\n    schedule: '* * * * * *'\n    script: return 1\n    unit: \${UNIT}\n`,
    )
    const product = await startProduct({
      env: { ...env(), BELFRY_CONFIG: file, UNIT: 'kg' },
    })
    const { body } = await product.api('/monitors')
    expect(body.items).toMatchObject([{ name: 'Declared', declared: true, unit: 'kg' }])
    const path = `/monitors/${body.items[0].id}`
    expect((await product.api(path, 'DELETE')).status).toBe(409)
    expect(withCommand('postgres', product.family())).toEqual([])
    await until(async () => (await product.api(path)).body.state === 'OK')
    await product.stop()
  })

  test('each role also runs alone, and stops alone', async () => {
    const port = await freePort()
    const role = (name: string) =>
      launch({ port, env: env(), command: ['npm', 'run', '--silent', 'role', '--', name] })
    const engine = role('engine')
    const web = role('web')
    const intake = role('intake')
    await until(() => isHealthy(web))
    const { body } = await web.api('/monitors/test', 'POST', { script: 'return 6 * 7' })
    expect(body).toMatchObject({ state: 'OK', value: 42 })

    const roles = [engine, web, intake]
    await Promise.all(roles.map(each => each.stop()))
    expect(await Promise.all(roles.map(({ exited }) => exited))).toEqual([0, 0, 0])
  })

  test('a role with another secret says so and does not start', async () => {
    const url = 'http://127.0.0.1:1'
    const product = await startProduct({ env: env() })
    await product.api('/sources', 'POST', {
      key: 'graphite',
      type: 'graphite',
      config: { url, password: 'x' },
    })
    await product.stop()

    const command = ['npm', 'run', '--silent', 'role', '--', 'engine']
    const other = launch({ env: { ...env(), BELFRY_SECRET: 'the secret of nobody' }, command })
    expect(await other.exited).toBe(1)
    expect(other.output()).toMatch(
      /^Stored secrets cannot be decrypted: BELFRY_SECRET is not .*\n$/,
    )
  })
})
