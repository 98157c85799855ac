import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changePerson, deletePerson } from '#lib/access/people/mutations.ts'
import { commandLineActor, linkPerson } from '#lib/access/person.ts'
import { asking } from '#tests/app/api/asking.ts'
import { api } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { makePerson, makeToken } from '#tests/people.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const invite = async (input: object) => (await api('POST', '/api/users', input)).body
const noRules = { admins: [] }

describe('people', () => {
  test('are made before they first sign in, read, changed and deleted', async () => {
    const made = await api('POST', '/api/users', { email: ' Ann@Example.com ', role: 'editor' })
    expect(made).toMatchObject({
      status: 201,
      body: {
        email: 'ann@example.com',
        role: 'editor',
        roleFrom: 'admin',
        seenAt: null,
        tokens: [],
      },
    })
    const path = `/api/users/${made.body.id}`
    expect((await api('GET', path)).body).toEqual(made.body)

    const changed = await api('PATCH', path, { name: 'Ann', role: 'admin' })
    expect(changed.body).toEqual({ ...made.body, name: 'Ann', role: 'admin' })

    expect((await api('DELETE', path)).status).toBe(204)
    expect((await api('GET', path)).status).toBe(404)
    expect((await api('PATCH', path, { name: 'x' })).status).toBe(404)
    expect((await api('DELETE', path)).status).toBe(404)

    const where = { subject: 'person', subjectId: String(made.body.id) }
    expect(await database.db.audit.findMany({ where, orderBy: { id: 'asc' } })).toMatchObject([
      { action: 'create', change: { after: { email: 'ann@example.com', role: 'editor' } } },
      { action: 'change', change: { before: { role: 'editor' }, after: { role: 'admin' } } },
      { action: 'delete', change: { before: { name: 'Ann', role: 'admin' } } },
    ])
  })

  test('are found by name, address and role, and come in pages', async () => {
    for (const name of ['Bea', 'Ben', 'Bob'])
      await invite({ email: `${name}@find.example.com`, name, role: 'viewer' })
    const first = await api('GET', '/api/users?q=find.example&limit=2')
    expect(first.body.items.map(({ name }: { name: string }) => name)).toEqual(['Bea', 'Ben'])
    const rest = await api('GET', `/api/users?q=find.example&limit=2&cursor=${first.body.next}`)
    expect(rest.body).toMatchObject({ items: [{ name: 'Bob' }], next: null })
    expect((await api('GET', '/api/users?q=bea')).body.items).toHaveLength(1)
    expect((await api('GET', '/api/users?q=find.example&role=editor')).body.items).toEqual([])
    expect((await api('GET', '/api/users?q=%25')).body.items).toEqual([])
  })

  test.each([
    ['email', { email: 'nobody' }],
    ['email', {}],
    ['role', { email: 'x@example.com', role: 'owner' }],
    ['name', { email: 'x@example.com', name: 'a\u202eb' }],
    ['roleFrom', { email: 'x@example.com', roleFrom: 'environment' }],
  ])('are not made with a bad %s: %o', async (field, input) => {
    const { status, body } = await api('POST', '/api/users', input)
    expect([status, Object.keys(body.error.fields)]).toEqual([400, [field]])
  })

  test('have an address of their own', async () => {
    await invite({ email: 'same@example.com' })
    const again = await api('POST', '/api/users', { email: 'SAME@example.com' })
    expect([again.status, again.body.error.fields]).toEqual([
      409,
      { email: 'is that of somebody already' },
    ])
  })
})

describe('whoever is disabled', () => {
  test('is out at once, with all sessions and the tokens they made, and may come back', async () => {
    const eve = await makePerson({ role: 'admin' })
    const asEve = asking(eve.headers)
    const { body: token } = await asEve('POST', '/api/tokens', { name: 'of eve', role: 'admin' })
    const asToken = asking({ authorization: `Bearer ${token.token}` })
    const { body: second } = await asToken('POST', '/api/tokens', { name: 'by it', role: 'viewer' })
    expect((await api('GET', `/api/users/${eve.id}`)).body.tokens).toEqual(['by it', 'of eve'])
    await makePerson({ role: 'admin' })

    const disabled = await api('PATCH', `/api/users/${eve.id}`, { disabled: true })
    expect(disabled.body).toMatchObject({ disabledAt: expect.any(String), sessions: 0, tokens: [] })
    expect((await asEve('GET', '/api/me')).status).toBe(401)
    expect((await asToken('GET', '/api/me')).status).toBe(401)
    const asSecond = asking({ authorization: `Bearer ${second.token}` })
    expect((await asSecond('GET', '/api/me')).status).toBe(401)

    const back = await api('PATCH', `/api/users/${eve.id}`, { disabled: false })
    expect(back.body).toMatchObject({ disabledAt: null, role: 'admin' })
    expect((await asEve('GET', '/api/me')).status).toBe(401)
    expect((await asToken('GET', '/api/me')).status).toBe(401)
  })

  test('is out like whoever is deleted', async () => {
    const dan = await makePerson({ role: 'viewer' })
    await api('DELETE', `/api/users/${dan.id}`)
    expect((await asking(dan.headers)('GET', '/api/me')).status).toBe(401)
  })

  test('only signed out everywhere, may sign in again', async () => {
    const fay = await makePerson({ role: 'viewer' })
    expect((await api('POST', `/api/users/${fay.id}/sign-out`)).status).toBe(204)
    expect((await asking(fay.headers)('GET', '/api/me')).status).toBe(401)
    expect((await api('GET', `/api/users/${fay.id}`)).body).toMatchObject({
      ...{ sessions: 0, disabledAt: null },
    })
  })
})

describe('a role', () => {
  test('holds from the next request on, and takes mightier tokens with it', async () => {
    const gil = await makePerson({ role: 'admin' })
    await makePerson({ role: 'admin' })
    const asGil = asking(gil.headers)
    const { body: strong } = await asGil('POST', '/api/tokens', { name: 'strong', role: 'admin' })
    const { body: weak } = await asGil('POST', '/api/tokens', { name: 'weak', role: 'viewer' })
    await api('PATCH', `/api/users/${gil.id}`, { role: 'editor' })
    expect((await asGil('GET', '/api/me')).body.role).toBe('editor')
    expect((await asGil('GET', '/api/users')).status).toBe(403)
    expect((await api('GET', `/api/tokens/${strong.id}`)).body.revokedAt).not.toBeNull()
    expect((await api('GET', `/api/tokens/${weak.id}`)).body.revokedAt).toBeNull()
  })

  test('is given by admins only, and by a narrowed token to nobody', async () => {
    const editor = await makePerson({ role: 'editor' })
    const narrow = await makeToken({ role: 'admin', scope: ['people:write', 'people:read'] })
    const input = { email: 'mallory@example.com', role: 'admin' }
    expect((await asking(editor.headers)('POST', '/api/users', input)).status).toBe(403)
    for (const role of ['admin', 'viewer'])
      expect((await asking(narrow.headers)('POST', '/api/users', { ...input, role })).status).toBe(
        403,
      )
    const raised = await asking(narrow.headers)('PATCH', `/api/users/${editor.id}`, {
      role: 'admin',
    })
    expect(raised.status).toBe(403)
    const settings = await asking(narrow.headers)('PATCH', '/api/users/settings', {
      defaultRole: 'admin',
    })
    expect(settings.status).toBe(403)
    expect((await api('GET', `/api/users/${editor.id}`)).body.role).toBe('editor')
  })

  test('that nobody names is the default one, which admins set', async () => {
    expect((await api('GET', '/api/users/settings')).body).toEqual({ defaultRole: 'viewer' })
    await api('PATCH', '/api/users/settings', { defaultRole: 'editor' })
    expect(await invite({ email: 'new@example.com' })).toMatchObject({
      ...{ role: 'editor', roleFrom: 'default' },
    })
    await api('PATCH', '/api/users/settings', { defaultRole: 'viewer' })
    const trail = await database.db.audit.findMany({ where: { subject: 'setting' } })
    expect(trail.map(({ change }) => change)).toEqual([
      { before: { role: 'viewer' }, after: { role: 'editor' } },
      { before: { role: 'editor' }, after: { role: 'viewer' } },
    ])
  })
})

describe('the last admin who can sign in', () => {
  let onlyAdmin: Awaited<ReturnType<typeof makePerson>>
  beforeAll(async () => {
    await database.db.person.deleteMany()
    onlyAdmin = await makePerson({ role: 'admin' })
    await invite({ email: 'never.seen@example.com', role: 'admin' })
  })

  test.each([
    ['disabled', 'PATCH', { disabled: true }],
    ['made an editor', 'PATCH', { role: 'editor' }],
    ['deleted', 'DELETE', undefined],
  ])('is not %s', async (_, method, body) => {
    const answer = await api(method, `/api/users/${onlyAdmin.id}`, body)
    expect(answer.status).toBe(409)
    expect(answer.body.error.message).toContain('last admin')
    expect((await asking(onlyAdmin.headers)('GET', '/api/me')).body.role).toBe('admin')
  })

  test('of two who disable each other at once one stays', async () => {
    const other = await makePerson({ role: 'admin' })
    const answers = await Promise.all([
      asking(onlyAdmin.headers)('PATCH', `/api/users/${other.id}`, { disabled: true }),
      asking(other.headers)('PATCH', `/api/users/${onlyAdmin.id}`, { disabled: true }),
    ])
    expect(answers.map(({ status }) => status === 200).sort()).toEqual([false, true])
    const able = { role: 'admin', disabledAt: null, seenAt: { not: null } } as const
    expect(await database.db.person.count({ where: able })).toBe(1)
  })

  test('may go when BELFRY_ADMINS names one', async () => {
    const last = await database.db.person.findFirstOrThrow({
      where: { role: 'admin', disabledAt: null, seenAt: { not: null } },
    })
    await expect(deletePerson(last.id, commandLineActor, noRules)).rejects.toThrow('last admin')
    await deletePerson(last.id, commandLineActor, { admins: ['ann@example.com'] })
    expect(await database.db.person.count({ where: { id: last.id } })).toBe(0)
  })
})

test('whom BELFRY_ADMINS names is neither disabled nor made less, but renamed', async () => {
  const { id, email } = await makePerson({ role: 'admin' })
  const rules = { admins: [email] }
  for (const patch of [{ disabled: true }, { role: 'viewer' }])
    await expect(changePerson(id, patch, linkPerson, rules)).rejects.toMatchObject({
      ...{ code: 'conflict', message: expect.stringContaining('BELFRY_ADMINS') },
    })
  expect(await changePerson(id, { name: 'Ann' }, linkPerson, rules)).toMatchObject({ name: 'Ann' })
})
