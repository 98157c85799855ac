import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asking } from '#tests/app/api/asking.ts'
import { api } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { makePerson } from '#tests/people.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const make = (name: string) => api('POST', '/api/groups', { name })
const at = (name: string) => `/api/groups/${encodeURIComponent(name)}`

test('groups are made, described, listed and deleted', async () => {
  const made = await api('POST', '/api/groups', { name: 'Billing', description: 'Money' })
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'Billing', members: 0, limits: { sources: 0, tokens: 0 } },
  })
  const path = at('Billing')
  const described = await api('PATCH', path, { description: 'Invoices' })
  expect(described.body).toEqual({ ...made.body, description: 'Invoices' })
  expect((await api('GET', path)).body).toEqual(described.body)
  expect((await api('GET', '/api/groups?q=INVOI')).body.items).toEqual([described.body])

  expect((await api('DELETE', path)).status).toBe(204)
  for (const method of ['GET', 'DELETE']) expect((await api(method, path)).status).toBe(404)
  const where = { subject: 'group', subjectId: 'Billing' }
  expect(await database.db.audit.findMany({ where, orderBy: { id: 'asc' } })).toMatchObject([
    { action: 'create', change: { after: { description: 'Money' } } },
    { action: 'change', change: { before: { description: 'Money' } } },
    { action: 'delete' },
  ])
})

test.each(['team/ops', 'a b', 'Größe', '50 %', '__proto__', '#1?'])('%s is a name', async name => {
  expect((await make(name)).status).toBe(201)
  expect((await api('GET', at(name))).body.name).toBe(name)
})

test.each([
  '',
  '..',
  'a\nb',
  'a\u202eb',
  'a\u200bb',
  'a\u00a0b',
  'a  b',
  'x'.repeat(101),
  '\ud800',
])('%o is no name', async name => {
  const { status, body } = await make(name)
  expect([status, Object.keys(body.error.fields)]).toEqual([400, ['name']])
})

test('a name is the same however its accents are written, and belongs to one', async () => {
  expect((await make('Cafe\u0301')).body.name).toBe('Caf\u00e9')
  const again = await make('Caf\u00e9')
  expect([again.status, again.body.error.fields]).toEqual([
    409,
    { name: 'is taken by another group' },
  ])
})

test('a name does not change', async () => {
  await make('fixed')
  const { body } = await api('PATCH', at('fixed'), { name: 'other', description: '' })
  expect(body.error.fields).toEqual({ name: 'is not known here' })
})

describe('members', () => {
  test('are put in and taken out, and know it at once', async () => {
    await make('night shift')
    const person = await makePerson({ role: 'viewer' })
    const groupsOf = async () => (await asking(person.headers)('GET', '/api/me')).body.groups
    const path = `${at('night shift')}/members`
    expect((await api('POST', path, { id: person.id })).status).toBe(204)
    expect((await api('POST', path, { id: person.id })).status).toBe(204)
    expect(await groupsOf()).toEqual(['night shift'])
    expect((await api('GET', path)).body).toEqual({
      items: [{ id: person.id, email: person.email, name: person.name, claimed: false }],
      next: null,
    })
    expect((await api('GET', '/api/users?group=night%20shift')).body.items).toMatchObject([
      { id: person.id, groups: [{ name: 'night shift', claimed: false }] },
    ])

    expect((await api('DELETE', `${path}/${person.id}`)).status).toBe(204)
    expect((await api('DELETE', `${path}/${person.id}`)).status).toBe(404)
    expect(await groupsOf()).toEqual([])
    const where = { subject: 'group', subjectId: 'night shift' }
    const trail = await database.db.audit.findMany({ where, orderBy: { id: 'asc' } })
    expect(trail.map(({ action }) => action)).toEqual(['create', 'add-member', 'remove-member'])
  })

  test('whom the provider says stay, and so does their group', async () => {
    await make('sso')
    const { id } = await makePerson({ role: 'viewer' })
    await database.db.membership.create({
      data: { personId: id, groupName: 'sso', claimed: true },
    })
    const removed = await api('DELETE', `${at('sso')}/members/${id}`)
    expect([removed.status, removed.body.error.message]).toEqual([
      409,
      expect.stringContaining('The provider says'),
    ])
    expect((await api('DELETE', at('sso'))).status).toBe(409)
    expect((await api('GET', at('sso'))).body.members).toBe(1)
  })

  test('are people that there are, of groups that there are', async () => {
    await make('empty')
    expect((await api('POST', `${at('empty')}/members`, { id: 999_999 })).status).toBe(404)
    expect((await api('POST', `${at('no such')}/members`, { id: 1 })).status).toBe(404)
    expect((await api('GET', `${at('no such')}/members`)).status).toBe(404)
    expect((await api('POST', `${at('empty')}/members`, { id: 0 })).status).toBe(400)
  })

  test('come in pages', async () => {
    await make('large')
    for (let count = 0; count < 3; count++) await makePerson({ role: 'viewer', groups: ['large'] })
    const first = await api('GET', `${at('large')}/members?limit=2`)
    const rest = await api('GET', `${at('large')}/members?limit=2&cursor=${first.body.next}`)
    expect([first.body.items.length, rest.body.items.length, rest.body.next]).toEqual([2, 1, null])
  })
})

test('a group is not deleted while something is limited to it, which would be open to all then', async () => {
  await make('secret')
  await database.pool.query(`update project set groups = '{secret}' where id = 1`)
  const { body: token } = await api('POST', '/api/tokens', {
    ...{ name: 'reaches it', role: 'viewer', groups: ['secret'] },
  })
  expect((await api('GET', at('secret'))).body.limits).toEqual({
    ...{ sources: 0, projects: 1, monitors: 0, dashboards: 0, tokens: 1 },
  })
  const { status, body } = await api('DELETE', at('secret'))
  expect([status, body.error.message]).toEqual([
    409,
    'secret is still used: project default, token reaches it. Take it away there first.',
  ])
  await api('DELETE', `/api/tokens/${token.id}`)
  await database.pool.query(`update project set groups = '{}'`)
  expect((await api('DELETE', at('secret'))).status).toBe(204)
})
