import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hear } from '#lib/db/notices.ts'
import { api } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

describe('projects', () => {
  test('two are there from the start, which are neither renamed nor deleted', async () => {
    const { body } = await api('GET', '/api/projects')
    expect(body.items).toMatchObject([
      { id: 1, name: 'default', protocols: null, claims: { lists: ['incoming'] } },
      { id: 2, name: 'belfry', settings: { errors: { level: 'error', below: 'drop' } } },
    ])
    const renamed = await api('PATCH', '/api/projects/1', { name: 'other' })
    expect(renamed.body.error.fields).toEqual({ name: 'cannot change for this project' })
    expect((await api('DELETE', '/api/projects/2')).status).toBe(409)
  })

  test('are made with a key, read, changed and deleted', async () => {
    const limits = { messagesPerSecond: 100 }
    const made = await api('POST', '/api/projects', { name: 'shop', limits })
    expect(made).toMatchObject({
      status: 201,
      body: {
        limits: { messagesPerSecond: 100, bytesPerSecond: null, signatures: 10_000 },
        declared: false,
        keys: [{ revokedAt: null, lastUsedAt: null }],
      },
    })
    const path = `/api/projects/${made.body.id}`
    expect((await api('GET', path)).body).toEqual(made.body)

    const changed = await api('PATCH', path, {
      limits: { signatures: 5, messagesPerSecond: null },
      protocols: ['sentry'],
    })
    expect(changed.body).toMatchObject({
      name: 'shop',
      limits: { messagesPerSecond: null, signatures: 5 },
      protocols: ['sentry'],
    })
    expect((await api('PATCH', path, { protocols: null })).body.protocols).toBeNull()

    expect((await api('DELETE', path)).status).toBe(204)
    expect((await api('GET', path)).status).toBe(404)
    expect((await api('DELETE', path)).status).toBe(404)
  })

  test('are found by a text and come in pages', async () => {
    for (const name of ['apple', 'apricot', 'banana'])
      await api('POST', '/api/projects', { name, description: `Sells ${name}` })
    const first = await api('GET', '/api/projects?q=ap&limit=1')
    expect(first.body.items).toMatchObject([{ name: 'apple' }])
    const second = await api('GET', `/api/projects?q=ap&limit=1&cursor=${first.body.next}`)
    expect(second.body).toMatchObject({ items: [{ name: 'apricot' }], next: null })
    expect((await api('GET', '/api/projects?cursor=x')).body.error.fields).toEqual({
      cursor: 'is none of this list',
    })
  })

  test.each([
    ['name', { name: '12' }],
    ['name', { name: 'with blank' }],
    ['name', { name: 'new' }],
    ['limits.messagesPerSecond', { limits: { messagesPerSecond: 0 } }],
    ['protocols.0', { protocols: ['smoke'] }],
    ['settings.errors.level', { settings: { errors: { level: 'bad' } } }],
    ['settings.errors.classifiers', { settings: { errors: { classifiers: [] } } }],
    ['claims.networks.0', { claims: { networks: ['10.0.0.0/99'] } }],
    ['claims.listeners.0', { claims: { listeners: ['door'] } }],
    ['colour', { colour: 'red' }],
  ])('bad input is refused and names %s: %o', async (field, more) => {
    const { status, body } = await api('POST', '/api/projects', { name: 'wrong', ...more })
    expect(status).toBe(400)
    expect(Object.keys(body.error.fields)).toContain(field)
  })

  test('a name, and what another one claims, are taken', async () => {
    const claims = { networks: ['10.1.0.0/16'], listeners: ['syslog-tls'], lists: ['queue'] }
    await api('POST', '/api/projects', { name: 'first', claims })
    const same = await api('POST', '/api/projects', { name: 'first' })
    expect([same.status, same.body.error.fields]).toEqual([
      409,
      { name: 'is taken by another project' },
    ])
    const { status, body } = await api('POST', '/api/projects', {
      name: 'second',
      claims: { networks: ['10.1.2.3/16'], listeners: ['syslog-tls'], lists: ['incoming'] },
    })
    expect(status).toBe(409)
    expect(body.error.fields).toEqual({
      'claims.networks': 'the network 10.1.2.3/16 is claimed by the project first',
      'claims.listeners': 'the listener syslog-tls is claimed by the project first',
      'claims.lists': 'the list incoming is claimed by the project default',
    })
    const inside = { name: 'inside', claims: { networks: ['10.1.2.0/24'] } }
    expect((await api('POST', '/api/projects', inside)).status).toBe(201)
  })

  test.each([
    ['claim the same', ['left', 'right'], { lists: ['contested'] }],
    ['have the same name', ['twin', 'twin'], {}],
  ])('two that %s at once are not both made', async (_, names, claims) => {
    const answers = await Promise.all(
      names.map(name => api('POST', '/api/projects', { name, claims })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  test('every process hears of a change, and the trail tells who made it', async () => {
    const heard: (string | null)[] = []
    const stop = hear(['belfry_config'], payload => heard.push(payload))
    await until(() => heard.includes(null))
    const { body } = await api('POST', '/api/projects', { name: 'watched' })
    await api('PATCH', `/api/projects/${body.id}`, { description: 'New words' })
    await until(() => heard.filter(payload => payload === `project:${body.id}`).length === 2)
    stop()

    const trail = await database.db.audit.findMany({
      where: { subject: 'project', subjectId: String(body.id) },
      orderBy: { id: 'asc' },
    })
    expect(trail).toMatchObject([
      { person: 'API token', action: 'create', change: { after: { name: 'watched' } } },
      {
        action: 'change',
        change: { before: { description: '' }, after: { description: 'New words' } },
      },
    ])
  })
})

describe('keys', () => {
  test('another pair is given, shown in full one by one, and revoked', async () => {
    const { body: project } = await api('POST', '/api/projects', { name: 'keyed' })
    const path = `/api/projects/${project.id}`
    const given = await api('POST', `${path}/keys`)
    expect([given.status, given.body.publicKey]).toEqual([
      201,
      expect.stringMatching(/^[0-9a-f]{32}$/),
    ])
    expect((await api('GET', `${path}/keys/${given.body.id}`)).body).toEqual(given.body)

    const listed = await api('GET', path)
    expect(listed.body.keys.map((key: { id: number }) => key.id)).toEqual([
      given.body.id,
      project.keys[0].id,
    ])
    expect(JSON.stringify(listed.body)).not.toContain(given.body.privateKey)

    expect((await api('DELETE', `${path}/keys/${given.body.id}`)).status).toBe(204)
    expect((await api('DELETE', `${path}/keys/${given.body.id}`)).status).toBe(204)
    const revoked = await api('GET', `${path}/keys/${given.body.id}`)
    expect(revoked.body.revokedAt).not.toBeNull()
    const revocations = await database.db.audit.count({
      where: { action: 'revoke-key', subjectId: String(project.id) },
    })
    expect(revocations).toBe(1)
  })

  test('the private one is sealed where it is stored, and in no trail', async () => {
    const { body: project } = await api('POST', '/api/projects', { name: 'sealed' })
    const { body: key } = await api('POST', `/api/projects/${project.id}/keys`)
    const { rows } = await database.pool.query(
      `select (select string_agg(change::text, '') from audit)
        || (select encode(private_key, 'escape') from project_key where id = $1) as stored`,
      [key.id],
    )
    expect(rows[0].stored).not.toContain(key.privateKey)
  })

  test('a project has only so many of them', async () => {
    const { body: project } = await api('POST', '/api/projects', { name: 'hoarder' })
    for (let count = 1; count < 20; count++) await api('POST', `/api/projects/${project.id}/keys`)
    expect((await api('POST', `/api/projects/${project.id}/keys`)).status).toBe(409)
  })

  test('another project’s key is not found', async () => {
    const { body: one } = await api('POST', '/api/projects', { name: 'one' })
    expect((await api('GET', `/api/projects/1/keys/${one.keys[0].id}`)).status).toBe(404)
    expect((await api('DELETE', `/api/projects/1/keys/${one.keys[0].id}`)).status).toBe(404)
    expect((await api('POST', '/api/projects/999999/keys')).status).toBe(404)
  })
})

describe('what came in', () => {
  test('is told by input and reason, and over time', async () => {
    await database.pool.query(`
      insert into intake_count (minute, project_id, input, reason, count) values
        ('2026-01-05T10:00Z', 2, 'syslog', 'accepted', 120),
        ('2026-01-05T10:01Z', 2, 'syslog', 'accepted', 60),
        ('2026-01-05T10:01Z', 2, 'syslog', 'below_level', 7),
        ('2026-01-05T10:01Z', 1, 'http', 'accepted', 1)`)
    const range = 'from=2026-01-05T10:00:00Z&to=2026-01-05T10:02:30Z'
    const { body } = await api('GET', `/api/projects/2/intake?${range}`)
    expect(body).toEqual({
      from: '2026-01-05T10:00:00.000Z',
      to: '2026-01-05T10:03:00.000Z',
      bucketMs: 60_000,
      times: [0, 1, 2].map(minute => Date.UTC(2026, 0, 5, 10, minute)),
      taken: [120, 60, 0],
      dropped: [0, 7, 0],
      inputs: [
        { input: 'syslog', outcome: 'accepted', count: 180, lastAt: '2026-01-05T10:01:00.000Z' },
        { input: 'syslog', outcome: 'below_level', count: 7, lastAt: '2026-01-05T10:01:00.000Z' },
      ],
    })
  })

  test('wants times that are in order, of a project that is there', async () => {
    const { body } = await api(
      'GET',
      '/api/projects/1/intake?from=2026-01-05T10:00:00Z&to=2026-01-04T10:00:00Z',
    )
    expect(body.error.fields).toEqual({ from: 'must be before `to`' })
    expect((await api('GET', '/api/projects/999999/intake')).status).toBe(404)
  })
})
