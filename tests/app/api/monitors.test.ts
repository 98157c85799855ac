import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '#tests/app/api/client.ts'
import { startEngine } from '#tests/app/api/engine.ts'
import { freshDatabase } from '#tests/database.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let engine: Awaited<ReturnType<typeof startEngine>>
beforeAll(async () => {
  database = await freshDatabase()
  engine = await startEngine()
})
afterAll(async () => {
  await engine?.stop()
  await database.close()
})

let made = 0
/** Scheduled for a time that these tests do not see. */
const draft = (more: object = {}) => ({
  name: `Monitor ${++made}`,
  script: 'return 1',
  schedule: '0 0 29 2 *',
  ...more,
})
const create = async (more?: object) => (await api('POST', '/api/monitors', draft(more))).body

describe('creating', () => {
  test('a monitor needs a name, a script and a schedule, the rest has defaults', async () => {
    const { status, body } = await api('POST', '/api/monitors', draft())
    expect(status).toBe(201)
    expect(body).toMatchObject({
      ...{ state: 'INACTIVE', active: true, version: 1, timezone: 'UTC', retainDays: 28 },
      ...{ timeoutMs: 30_000, sources: null, alerts: null, tags: [], lastRunAt: null },
      policy: { after: { OK: 1, ALARM: 1, ERROR: 1 }, overlap: 'skip', missed: 'run' },
    })
    expect((await api('GET', `/api/monitors/${body.id}`)).body).toEqual(body)
  })

  test.each([
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(101) }],
    ['name', { name: 'two\nlines' }],
    ['name', { name: 7 }],
    ['script', { script: undefined }],
    ['script', { script: 'a\0b' }],
    ['schedule', { schedule: '* * * *' }],
    ['schedule', { schedule: '0 0 30 2 *' }],
    ['timezone', { timezone: 'Europe/Atlantis' }],
    ['retainDays', { retainDays: -1 }],
    ['timeoutMs', { timeoutMs: 300_001 }],
    ['sources', { sources: ['nowhere'] }],
    ['alerts', { alerts: ['nobody'] }],
    ['policy.after.OK', { policy: { after: { OK: 0 } } }],
    ['policy.overlap', { policy: { overlap: 'sometimes' } }],
    ['colour', { colour: 'red' }],
    ['id', { id: 7 }],
    ['description', { description: 'half a pair: \ud800' }],
  ])('bad input is refused and names %s', async (field, more) => {
    const { status, body } = await api('POST', '/api/monitors', draft(more))
    expect(status).toBe(400)
    expect(Object.keys(body.error.fields)).toEqual([field])
    expect(body.error.message).toContain(field)
  })

  test('a script with a syntax error is refused with its line', async () => {
    const script = 'const a = 1\nconst b = = 2'
    const { status, body } = await api('POST', '/api/monitors', draft({ script }))
    expect(status).toBe(400)
    expect(body.error.fields.script).toMatch(/^line 2: /)
  })

  test('a name that is taken is a conflict, also when both come at once', async () => {
    const answers = await Promise.all(
      ['Twice', 'Twice'].map(name => api('POST', '/api/monitors', draft({ name }))),
    )
    expect(answers.map(answer => answer.status).sort()).toEqual([201, 409])
    const refused = answers.find(answer => answer.status === 409)
    expect(refused?.body.error).toMatchObject({
      code: 'conflict',
      fields: { name: 'is taken already' },
    })
  })

  test('own sources may be chosen, configured or not', async () => {
    expect((await create({ sources: ['belfry'] })).sources).toEqual(['belfry'])
  })
})

describe('changing', () => {
  test('what a patch leaves out stays, null goes back to the default', async () => {
    const { id } = await create({ unit: '%', tags: ['a'], policy: { after: { ALARM: 3 } } })
    const patch = { unit: null, policy: { overlap: 'queue' } }
    const { body } = await api('PATCH', `/api/monitors/${id}`, patch)
    expect(body).toMatchObject({ unit: '', tags: ['a'], version: 2 })
    expect(body.policy).toMatchObject({ overlap: 'queue', after: { ALARM: 3 } })
  })

  test('a save that changes nothing makes no version', async () => {
    const { id, name } = await create()
    const { body } = await api('PATCH', `/api/monitors/${id}`, { name })
    expect(body.version).toBe(1)
    expect((await api('GET', `/api/monitors/${id}/versions`)).body.items).toHaveLength(1)
  })

  test('a save over a newer version is refused', async () => {
    const { id } = await create()
    const first = await api('PATCH', `/api/monitors/${id}`, { unit: 'a', version: 1 })
    const second = await api('PATCH', `/api/monitors/${id}`, { unit: 'b', version: 1 })
    expect([first.status, second.status]).toEqual([200, 409])
    expect(second.body.error.fields).toHaveProperty('version')
    expect((await api('GET', `/api/monitors/${id}`)).body.unit).toBe('a')
  })

  test('nothing of a refused change is saved', async () => {
    const before = await create()
    const patch = { unit: 'ms', script: 'return (' }
    expect((await api('PATCH', `/api/monitors/${before.id}`, patch)).status).toBe(400)
    expect((await api('GET', `/api/monitors/${before.id}`)).body).toEqual(before)
  })

  test('only a change of schedule, zone or activity begins the schedule anew', async () => {
    const { id } = await create()
    const from = async () =>
      (await database.db.monitor.findUniqueOrThrow({ where: { id } })).scheduledFrom.getTime()
    const first = await from()
    await api('PATCH', `/api/monitors/${id}`, { unit: 'ms' })
    expect(await from()).toBe(first)
    await api('PATCH', `/api/monitors/${id}`, { schedule: '0 0 28 2 *' })
    const second = await from()
    expect(second).toBeGreaterThan(first)
    await api('PATCH', `/api/monitors/${id}`, { timezone: 'Asia/Tokyo' })
    const third = await from()
    expect(third).toBeGreaterThan(second)
    await api('POST', `/api/monitors/${id}/pause`)
    expect(await from()).toBe(third)
    await api('POST', `/api/monitors/${id}/resume`)
    expect(await from()).toBeGreaterThan(third)
  })

  test('what belfry.yaml declares can be paused and run, not edited or deleted', async () => {
    const { id } = await create()
    await database.db.monitor.update({ where: { id }, data: { declared: true } })
    const statuses = [
      await api('PATCH', `/api/monitors/${id}`, { unit: 'x' }),
      await api('DELETE', `/api/monitors/${id}`),
      await api('POST', `/api/monitors/${id}/pause`),
      await api('POST', `/api/monitors/${id}/run`),
    ].map(answer => answer.status)
    expect(statuses).toEqual([409, 409, 200, 202])
  })
})

describe('versions', () => {
  test('each save is kept with author, time and what changed; an old one can be brought back', async () => {
    const { id, script } = await create()
    await api('PATCH', `/api/monitors/${id}`, { script: 'return 2', unit: 's' })
    const { items } = (await api('GET', `/api/monitors/${id}/versions`)).body
    expect(items).toMatchObject([
      { version: 2, author: 'API token', changed: ['script', 'unit'] },
      { version: 1, author: 'API token', changed: [] },
    ])
    const first = await api('GET', `/api/monitors/${id}/versions/1`)
    expect(first.body.content).toMatchObject({ script, unit: '' })

    const restored = await api('POST', `/api/monitors/${id}/versions/1/restore`)
    expect(restored.body).toMatchObject({ version: 3, script, unit: '' })
  })

  test('bringing back a version does not wake a paused monitor', async () => {
    const { id } = await create()
    await api('PATCH', `/api/monitors/${id}`, { unit: 's' })
    await api('POST', `/api/monitors/${id}/pause`)
    const { body } = await api('POST', `/api/monitors/${id}/versions/1/restore`)
    expect(body).toMatchObject({ active: false, unit: '' })
  })

  test('a version that there is not is not found', async () => {
    const { id } = await create()
    expect((await api('GET', `/api/monitors/${id}/versions/9`)).status).toBe(404)
    expect((await api('POST', `/api/monitors/${id}/versions/9/restore`)).status).toBe(404)
  })
})

describe('running', () => {
  const finished = (id: number) =>
    until(async () => {
      const { items } = (await api('GET', `/api/monitors/${id}/runs`)).body
      return items.find((run: { status: string }) => run.status === 'done')
    })

  test('run now is recorded and changes the state', async () => {
    const { id } = await create({ script: 'record("b", 2); console.log("seen"); return 7' })
    const asked = await api('POST', `/api/monitors/${id}/run`)
    expect(asked).toMatchObject({ status: 202, body: { manual: true } })

    const run = await finished(id)
    expect(run).toMatchObject({
      ...{ id: asked.body.id, state: 'OK', value: 7, version: 1, reason: null },
      ...{ message: 'Monitor Passed', output: 'seen\n', series: { b: 2 }, calls: [] },
    })
    expect((await api('GET', `/api/monitors/${id}/runs/${run.id}`)).body).toEqual(run)
    expect((await api('GET', `/api/monitors/${id}`)).body).toMatchObject({ state: 'OK', value: 7 })
    expect((await api('GET', `/api/monitors/${id}/transitions`)).body.items).toMatchObject([
      { from: 'INACTIVE', to: 'OK', message: 'Monitor Passed', value: 7, runId: run.id },
    ])
    const series = (await api('GET', `/api/monitors/${id}/series`)).body
    expect(series.columns).toMatchObject([
      { name: 'value', values: [7] },
      { name: 'b', values: [2] },
    ])
    const csv = await api('GET', `/api/monitors/${id}/runs.csv`)
    expect(csv.headers.get('content-type')).toContain('text/csv')
    expect(csv.body.split('\r\n')).toHaveLength(3)
    expect(csv.body).toContain('Monitor Passed')
  })

  test('a script that is tried leaves nothing behind', async () => {
    const { id } = await create()
    const script = 'record("b", 2); console.log(monitor.name); fail("bad", 3)'
    const { status, body } = await api('POST', '/api/monitors/test', { script, id, name: 'Draft' })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      ...{ state: 'ALARM', value: 3, series: { b: 2 }, message: 'bad', output: 'Draft\n' },
      ...{ reason: null, calls: [], line: 1 },
    })
    expect((await api('GET', `/api/monitors/${id}/runs`)).body.items).toEqual([])
    expect(await database.db.inquiry.count()).toBe(0)
  })

  test('trying a script with a mistake is an ERROR with its line, not a refusal', async () => {
    const { status, body } = await api('POST', '/api/monitors/test', { script: 'let a\nlet = ;' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'ERROR', reason: 'syntax', line: 2 })
  })
})

describe('pausing', () => {
  test('records INACTIVE once, with a line of history and a transition', async () => {
    const { id } = await create()
    await database.db.monitor.update({ where: { id }, data: { state: 'ALARM' } })
    const first = await api('POST', `/api/monitors/${id}/pause`)
    await api('POST', `/api/monitors/${id}/pause`)
    expect(first.body).toMatchObject({
      active: false,
      state: 'INACTIVE',
      nextRunAt: null,
      version: 1,
    })

    const runs = (await api('GET', `/api/monitors/${id}/runs`)).body.items
    expect(runs).toMatchObject([{ state: 'INACTIVE', message: 'Monitor paused', status: 'done' }])
    expect((await api('GET', `/api/monitors/${id}/transitions`)).body.items).toMatchObject([
      { from: 'ALARM', to: 'INACTIVE', runId: runs[0].id },
    ])
  })

  test('is told by the alerts that are on for INACTIVE', async () => {
    await database.db.alert.create({
      data: { key: 'quiet', type: 'webhook', config: {}, states: ['INACTIVE'] },
    })
    const { id } = await create({ alerts: ['quiet'] })
    await database.db.monitor.update({ where: { id }, data: { state: 'OK' } })
    await api('PATCH', `/api/monitors/${id}`, { active: false })
    const { items } = (await api('GET', `/api/deliveries?monitor=${id}`)).body
    expect(items).toMatchObject([{ alert: 'quiet', transition: { from: 'OK', to: 'INACTIVE' } }])
  })

  test('a resumed monitor is scheduled again and INACTIVE until it runs', async () => {
    const { id } = await create()
    await api('POST', `/api/monitors/${id}/pause`)
    const { body } = await api('POST', `/api/monitors/${id}/resume`)
    expect(body).toMatchObject({ active: true, state: 'INACTIVE' })
    expect(body.nextRunAt).not.toBeNull()
  })
})

describe('copying and deleting', () => {
  test('copies are paused, and named so that no name is taken twice', async () => {
    const { id, name, script } = await create({ tags: ['a'] })
    const first = await api('POST', `/api/monitors/${id}/copy`)
    const second = await api('POST', `/api/monitors/${first.body.id}/copy`)
    const third = await api('POST', `/api/monitors/${id}/copy`, { name: 'My own' })
    expect([first, second, third].map(({ body }) => body.name)).toEqual([
      ...[`${name} (copy)`, `${name} (copy 2)`, 'My own'],
    ])
    expect(first).toMatchObject({ status: 201, body: { active: false, script, tags: ['a'] } })
  })

  test('a deleted monitor is gone with all it had', async () => {
    const { id } = await create()
    await api('POST', `/api/monitors/${id}/pause`)
    expect(await api('DELETE', `/api/monitors/${id}`)).toMatchObject({ status: 204, body: '' })
    for (const path of ['', '/runs', '/transitions', '/versions', '/series', '/runs.csv'])
      expect((await api('GET', `/api/monitors/${id}${path}`)).status).toBe(404)
    expect(await database.db.run.count({ where: { monitorId: id } })).toBe(0)
    expect((await api('DELETE', `/api/monitors/${id}`)).status).toBe(404)
  })
})

describe('the list', () => {
  test('is paged by a cursor until next is null', async () => {
    const total = await database.db.monitor.count()
    const seen: number[] = []
    for (let next: string | null = ''; next !== null; ) {
      const { body } = await api('GET', `/api/monitors?limit=3${next && `&cursor=${next}`}`)
      expect(body.items.length).toBeLessThanOrEqual(3)
      seen.push(...body.items.map((item: { id: number }) => item.id))
      next = body.next
    }
    expect(seen).toHaveLength(total)
    expect(new Set(seen).size).toBe(total)
  })

  test('is filtered by state, tag and text', async () => {
    const tagged = await create({ tags: ['rare'], name: 'Needle 100%' })
    await database.db.monitor.update({ where: { id: tagged.id }, data: { state: 'ALARM' } })
    const ids = async (query: string) =>
      (await api('GET', `/api/monitors?${query}`)).body.items.map((item: { id: number }) => item.id)
    expect(await ids('tag=rare')).toEqual([tagged.id])
    expect(await ids('state=ALARM&tag=rare')).toEqual([tagged.id])
    expect(await ids('state=OK&tag=rare')).toEqual([])
    expect(await ids('q=needle%20100%25')).toEqual([tagged.id])
  })

  test.each([
    ['limit', 'limit=0'],
    ['limit', 'limit=many'],
    ['state', 'state=BAD'],
    ['cursor', 'cursor=abc'],
    ['cursor', 'cursor=99999999999'],
    ['sort', 'sort=name'],
    ['tag', 'tag=a&tag=b'],
  ])('a query with a bad %s says so', async (field, query) => {
    const { status, body } = await api('GET', `/api/monitors?${query}`)
    expect(status).toBe(400)
    expect(Object.keys(body.error.fields)).toEqual([field])
  })
})

test.each(['0', '-1', 'abc', '1.5', '99999999999', '1e3', '%00'])(
  'the id %s is not found',
  async id => {
    expect((await api('GET', `/api/monitors/${id}`)).status).toBe(404)
    expect((await api('POST', `/api/monitors/${id}/run`)).status).toBe(404)
  },
)

test('a schedule is told in words with its next times', async () => {
  const query = 'schedule=0+8+*+*+1-5&timezone=Europe/Berlin'
  const { body } = await api('GET', `/api/schedule?${query}`)
  expect(body.words).toContain('08:00')
  expect(body.next).toHaveLength(5)
  expect((await api('GET', '/api/schedule?schedule=nonsense')).body.error.fields).toHaveProperty(
    'schedule',
  )
})
