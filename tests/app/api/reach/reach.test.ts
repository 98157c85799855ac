import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endpointsOf } from '#app/_server/routes.ts'
import { files } from '#tests/app/api/client.ts'
import { CANARY, openWorld, TRACE, type World } from '#tests/app/api/reach/world.ts'
import { until } from '#tests/until.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world?.close())

/** `/api/monitors/{monitor}` with the numbers of what is limited. */
const at = (path: string) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: keyof World['ids']) => String(world.ids[name]))
/** They never end, and have tests of their own. */
const STREAMS = ['/api/live', '/api/events/live']
const all = (body: unknown) => JSON.stringify(body)

describe('what is limited to a group is read by its members and admins, and is not there for others:', () => {
  test.each([
    '/api/monitors/{monitor}',
    '/api/monitors/{monitor}/runs',
    '/api/monitors/{monitor}/runs/{run}',
    '/api/monitors/{monitor}/runs.csv',
    '/api/monitors/{monitor}/transitions',
    '/api/monitors/{monitor}/series',
    '/api/monitors/{monitor}/versions',
    '/api/monitors/{monitor}/versions/1',
    '/api/dashboards/{dashboard}',
    '/api/dashboards/{dashboard}/export',
    '/api/dashboards/{dashboard}/versions',
    '/api/dashboards/{dashboard}/versions/1',
    '/api/deliveries/{delivery}',
    '/api/sources/vault',
    '/api/projects/{project}',
    '/api/projects/{project}/intake',
    '/api/charts/shared/{chart}',
    '/api/errors/{signature}',
    '/api/errors/{signature}/timeseries',
    '/api/events/{event}',
    '/api/events/{event}/night%20event',
    '/api/errors/{signature}/timeseries.csv',
    '/api/errors/{signature}/events',
    '/api/errors/{signature}/variables',
    '/api/errors/reclassifications/{reclassification}',
    '/api/streams/{stream}',
    '/api/streams/{stream}/events',
  ])('%s', async path => {
    const { member, outsider, admin } = world.as
    const answers = await Promise.all([member, outsider, admin].map(ask => ask('GET', at(path))))
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 200])
    expect(all(answers[1]?.body)).not.toContain(CANARY)
  })
})

describe('lists have what is limited to a group for its members and admins only:', () => {
  test.each([
    '/api/monitors',
    '/api/monitors?tag=nightjar',
    '/api/monitors?q=sources.vault',
    '/api/dashboards',
    '/api/dashboards?q=nightjar',
    '/api/charts/shared',
    '/api/charts/shared?q=nightjar',
    '/api/deliveries',
    '/api/deliveries?q=nightjar',
    '/api/deliveries?monitor={monitor}',
    '/api/alerts',
    '/api/alerts/hook',
    '/api/sources',
    '/api/sources?q=vault',
    '/api/projects',
    '/api/projects?q=nightjar',
    '/api/errors',
    '/api/errors?project=nightjar-shop',
    '/api/errors?project={project}',
    '/api/errors?host=night-1',
    '/api/errors/timeseries',
    '/api/errors/timeseries.csv',
    '/api/errors/newest',
    '/api/errors/newest?project=nightjar-shop',
    `/api/errors/related?trace=${TRACE}`,
    '/api/events',
    '/api/events?q=nightjar',
    '/api/events.csv',
    '/api/events.jsonl',
    '/api/events/export',
    '/api/events/facets?keys=owl',
    '/api/events/histogram?by=owl',
    '/api/events/aggregate?measures=count&by=owl',
    '/api/events/completions?key=type&letters=ni',
    '/api/streams',
    '/api/streams?q=nightjar',
    '/api/streams?trigger={trigger}',
  ])('%s', async path => {
    const { member, outsider, admin } = world.as
    for (const ask of [member, admin])
      expect(all((await ask('GET', at(path))).body)).toContain(CANARY)
    const { status, body } = await outsider('GET', at(path))
    expect([status, all(body).includes(CANARY)]).toEqual([200, false])
  })

  test('and what waits to be delivered', async () => {
    await world.store.pool.query(
      "update delivery set status = 'queued', claimed_until = now() + interval '1 hour'",
    )
    const waiting = async (ask: World['as']['admin']) =>
      (await ask('GET', '/api/alerts/hook')).body.waiting
    const { member, outsider, admin } = world.as
    expect(await Promise.all([member, outsider, admin].map(waiting))).toEqual([1, 0, 1])
    await world.store.pool.query("update delivery set status = 'sent', claimed_until = null")
  })

  test('and counts', async () => {
    const total = async (ask: World['as']['admin']) =>
      (await ask('GET', '/api/errors/timeseries')).body.total.count
    expect([await total(world.as.member), await total(world.as.outsider)]).toEqual([2, 0])
    const work = (ask: World['as']['admin']) => ask('GET', '/api/errors/reclassifications')
    expect((await work(world.as.member)).body.items).toHaveLength(1)
    expect((await work(world.as.outsider)).body.items).toEqual([])
  })
})

test('no route at all reads a word of it to others', async () => {
  const values = { ...world.ids, key: 'vault', keyId: world.ids.key, runId: world.ids.run }
  const owners = {
    ...({ monitors: 'monitor', errors: 'signature' } as const),
    ...({ deliveries: 'delivery', dashboards: 'dashboard', charts: 'chart' } as const),
    ...({ streams: 'stream', triggers: 'trigger' } as const),
  }
  const read = Object.entries(files).filter(
    ([path, file]) =>
      !STREAMS.includes(path) && endpointsOf(file).some(({ method }) => method === 'GET'),
  )
  for (const [path] of read) {
    const noun = path.split('/')[2] as keyof typeof owners
    const id = path.includes('reclassif')
      ? values.reclassification
      : values[owners[noun] ?? 'project']
    const asked = path.replaceAll(/\{(\w+)\}/g, (_, name) =>
      String({ ...values, id, version: 1, name: 'night' }[name as 'id']),
    )
    const { body } = await world.as.outsider('GET', asked)
    expect(`${asked}: ${all(body).includes(CANARY)}`).toBe(`${asked}: false`)
  }
})

/** A trigger that takes all events. */
const EVERYTHING = {
  ...{ name: 'all', expiration: '$last', fire_pipeline: 'x', fire_criteria: [] },
  match_criteria: [{}],
}

describe('others change nothing of it:', () => {
  test.each([
    ['PATCH', '/api/monitors/{monitor}', { name: 'mine' }],
    ['PATCH', '/api/monitors/{monitor}', { groups: [] }],
    ['DELETE', '/api/monitors/{monitor}', undefined],
    ['POST', '/api/monitors/{monitor}/run', {}],
    ['POST', '/api/monitors/{monitor}/pause', {}],
    ['POST', '/api/monitors/{monitor}/resume', {}],
    ['POST', '/api/monitors/{monitor}/copy', {}],
    ['POST', '/api/monitors/{monitor}/versions/1/restore', {}],
    ['PATCH', '/api/dashboards/{dashboard}', { groups: [] }],
    ['DELETE', '/api/dashboards/{dashboard}', undefined],
    ['POST', '/api/dashboards/{dashboard}/copy', {}],
    ['POST', '/api/dashboards/{dashboard}/panels', { panel: { kind: 'monitors' } }],
    ['POST', '/api/dashboards/{dashboard}/versions/1/restore', {}],
    ['PATCH', '/api/charts/shared/{chart}', { name: 'mine' }],
    ['DELETE', '/api/charts/shared/{chart}', undefined],
    ['POST', '/api/charts/shared', { panel: { kind: 'monitor', monitor: `${CANARY} watch` } }],
    ['POST', '/api/monitors/test', { id: 0, script: 'return previous.value' }],
    ['POST', '/api/deliveries/{delivery}/retry', {}],
    ['POST', '/api/sources/vault/query', { method: 'get', args: ['http://127.0.0.1'] }],
    ['PATCH', '/api/errors/{signature}', { name: 'mine' }],
    ['DELETE', '/api/errors/{signature}', undefined],
    ['POST', '/api/errors/{signature}/merge', { ids: [1] }],
    ['POST', '/api/errors/{signature}/split', { regex: 'fell', name: '' }],
    ['POST', '/api/errors/{signature}/split/preview', { regex: 'fell' }],
    ['POST', '/api/errors/operations', { action: 'resolve', ids: ['signature'] }],
    ['POST', '/api/errors/operations', { action: 'merge', into: 'signature', ids: ['other'] }],
    ['POST', '/api/errors/reclassifications', { signature: 0 }],
    ['POST', '/api/errors/reclassifications', { project: 0 }],
    ['POST', '/api/errors/reclassifications/preview', { project: 0 }],
    ['POST', '/api/errors/monitors', { template: 'above', signature: 0 }],
    ['POST', '/api/errors/monitors', { template: 'new', project: `${CANARY}-shop` }],
    ['POST', '/api/streams/{stream}/reset', {}],
    ['DELETE', '/api/streams/{stream}', undefined],
    ['POST', '/api/streams/reset', { project: `${CANARY}-shop` }],
    ['POST', '/api/streams/purge', { project: `${CANARY}-shop`, state: ['error'] }],
    ['POST', '/api/triggers/replay', { ...EVERYTHING, project: 0 }],
    ['POST', '/api/triggers/replay', { ...EVERYTHING, project: `${CANARY}-shop` }],
  ] as const)('%s %s %j', async (method, path, body) => {
    const { status, body: answer } = await world.as.outsider(method, at(path), numbered(body))
    expect([status, all(answer).replaceAll(`${CANARY}-shop`, '').includes(CANARY)]).toEqual([
      404,
      false,
    ])
  })

  /** The body with the numbers of what is limited: for 0, and for names in a list of ids. */
  function numbered(body: object | undefined) {
    const { monitor, signature, project } = world.ids
    const numbers: Record<string, number> = { id: monitor, signature, project, into: signature }
    return (
      body &&
      Object.fromEntries(
        Object.entries(body).map(([name, value]) => {
          if (name === 'ids') return [name, value.map((it: 'other') => world.ids[it] ?? it)]
          return [name, value === 0 || name === 'into' ? numbers[name] : value]
        }),
      )
    )
  }

  test('nor do they undo what a member did', async () => {
    const { body } = await world.as.member('PATCH', at('/api/errors/{signature}'), {
      name: 'fallen',
    })
    const undo = `/api/audit/${body.changes[0]}/undo`
    expect((await world.as.outsider('POST', undo, {})).status).toBe(404)
    const undone = await world.as.member('POST', undo, {})
    expect(undone).toMatchObject({ status: 200, body: { id: body.changes[0], address: null } })
    expect((await world.as.member('GET', at('/api/errors/{signature}'))).body.name).toBe('')
  })

  test('and all is as it was', async () => {
    const { body } = await world.as.admin('GET', at('/api/monitors/{monitor}'))
    expect(body).toMatchObject({ name: `${CANARY} watch`, active: true, version: 1 })
    const signature = (await world.as.admin('GET', at('/api/errors/{signature}'))).body
    expect(signature).toMatchObject({ state: 'open', name: '', merged: 0 })
  })
})

describe('scripts reach by their monitor’s groups:', () => {
  const draft = (groups: string[], more: object = {}) => ({ script: world.script, groups, ...more })
  const tried = (ask: World['as']['admin'], body: object) => ask('POST', '/api/monitors/test', body)

  test('with the group a source answers, without it is as if it were not there', async () => {
    const { member } = world.as
    expect((await tried(member, draft(['night']))).body).toMatchObject({
      state: 'ALARM',
      message: `${CANARY} answers`,
    })
    expect((await tried(member, draft([]))).body).toMatchObject({
      state: 'ERROR',
      message: expect.stringContaining('There is no source "vault", or it is limited'),
    })
  })

  test.each(['POST /api/monitors', 'POST /api/monitors/test'])(
    'nobody takes groups they are not in: %s',
    async route => {
      const [method = '', path = ''] = route.split(' ')
      const body = {
        script: 'return 1',
        groups: ['night'],
        ...(path.endsWith('test') ? {} : { name: 'sly', schedule: '* * * * *' }),
      }
      const { status, body: answer } = await world.as.outsider(method, path, body)
      expect(status).toBe(400)
      expect(answer.error.fields).toMatchObject({ groups: expect.stringContaining('night') })
    },
  )

  test('a monitor cannot name a source that its groups do not reach', async () => {
    const { status, body } = await world.as.member('POST', '/api/monitors', {
      ...{ name: 'open', script: 'return 1', schedule: '0 0 1 1 *', sources: ['vault'] },
    })
    expect(status).toBe(400)
    expect(body.error.fields.sources).toContain('vault: not configured here, or limited to groups')
  })

  test('what is limited later is refused at the next run', async () => {
    const { admin } = world.as
    await admin('PATCH', '/api/sources/vault', { groups: [] })
    const made = await admin('POST', '/api/monitors', {
      ...{ name: 'early', script: world.script, schedule: '0 0 1 1 *', sources: ['vault'] },
    })
    expect(made.status).toBe(201)
    await admin('PATCH', '/api/sources/vault', { groups: ['night'] })

    const { body: run } = await admin('POST', `/api/monitors/${made.body.id}/run`, {})
    const done = await until(async () => {
      const { body } = await admin('GET', `/api/monitors/${made.body.id}/runs/${run.id}`)
      return body.status === 'done' ? body : null
    })
    expect(done).toMatchObject({
      state: 'ERROR',
      message: expect.stringContaining('or it is limited'),
    })
  })

  test.each([
    [['night'], 1],
    [[], 0],
  ])('the source errors counts what monitors with the groups %j reach', async (groups, least) => {
    const script = `return await sources.errors.count({ query: '${CANARY}' })`
    const { body } = await tried(world.as.member, draft(groups, { script }))
    expect([body.state, Math.min(1, body.value)]).toEqual(['OK', least])
  })

  test('a project beyond reach is none for a script', async () => {
    const script = `return await sources.errors.count({ project: '${CANARY}-shop' })`
    const { body } = await tried(world.as.outsider, draft(['day'], { script }))
    expect(body).toMatchObject({
      state: 'ERROR',
      message: expect.stringContaining(`There is no project ${CANARY}-shop.`),
    })
  })
})

describe('a monitor of two groups', () => {
  test('is seen by the members of each, and changed by who is in both', async () => {
    const { admin, member, outsider } = world.as
    const { body: made } = await admin('POST', '/api/monitors', {
      ...{ name: 'both', script: 'return 1', schedule: '0 0 1 1 *', groups: ['night', 'day'] },
    })
    const path = `/api/monitors/${made.id}`
    for (const ask of [member, outsider]) {
      expect((await ask('GET', path)).status).toBe(200)
      for (const patch of [{ script: 'return 2' }, { groups: ['night'] }, { groups: [] }])
        expect((await ask('PATCH', path, patch)).body.error.fields).toHaveProperty('groups')
      expect((await ask('POST', `${path}/copy`, {})).body.error.fields).toHaveProperty('groups')
    }
    expect((await member('POST', `${path}/pause`, {})).status).toBe(200)
  })
})

test('a ready-made monitor gets the groups of what it watches', async () => {
  const body = { template: 'above', signature: world.ids.signature, name: 'ready' }
  const made = await world.as.member('POST', '/api/errors/monitors', body)
  expect(made).toMatchObject({ status: 201, body: { groups: ['night'] } })
})

test('only groups that are there limit anything', async () => {
  const groups = ['nobody']
  const refused = [
    ['POST', '/api/sources', { key: 'x', type: 'http', groups }],
    ['POST', '/api/projects', { name: 'x', groups }],
    ['POST', '/api/monitors', { name: 'x', script: 'return 1', schedule: '* * * * *', groups }],
    ['PATCH', '/api/sources/vault', { groups }],
    ['PATCH', at('/api/projects/{project}'), { groups }],
    ['PATCH', at('/api/monitors/{monitor}'), { groups }],
  ] as const
  for (const [method, path, body] of refused) {
    const answer = await world.as.admin(method, path, body)
    expect([path, answer.status, answer.body.error.fields]).toEqual([
      ...[path, 400],
      { groups: expect.stringContaining('nobody') },
    ])
  }
})

test('of a limited monitor that fails, Belfry’s own project is told the number only', async () => {
  const { admin, outsider } = world.as
  const { body: made } = await admin('POST', '/api/monitors', {
    ...{ name: `${CANARY} broken`, script: `throw new Error('${CANARY}')`, schedule: '0 0 1 1 *' },
    groups: ['night'],
  })
  await admin('POST', `/api/monitors/${made.id}/run`, {})
  const said = encodeURIComponent(`The script of monitor ${made.id} failed`)
  const { id } = await until(async () => {
    const { items } = (await outsider('GET', `/api/errors?project=belfry&q=${said}`)).body
    return items[0]
  })
  for (const path of [`/api/errors/${id}`, `/api/errors/${id}/events`])
    expect(all((await outsider('GET', path)).body)).not.toContain(CANARY)
})
