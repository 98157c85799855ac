import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { personOfSession } from '#lib/access/data.ts'
import { applyRoleSettings } from '#lib/access/sign-in/mutations.ts'
import { newTraveller } from '#tests/app/sign-in/traveller.ts'
import { ada, openWorld } from '#tests/app/sign-in/world.ts'

let world: Awaited<ReturnType<typeof openWorld>>
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.database.db.person.deleteMany()
  await world.database.db.group.deleteMany()
})

/** Signs Ada in with these claims; answers who she is then. */
async function signedIn(claims: Record<string, unknown>) {
  world.oidc.person = { ...ada, ...claims }
  const traveller = newTraveller()
  expect(await traveller.signIn('oidc')).toBe('/')
  const person = await personOfSession(traveller.session ?? '')
  return { role: person?.role, groups: [...(person?.groups ?? [])].sort() }
}

test.each([
  ['none', {}, 'viewer', []],
  ['one without a role', { groups: ['chess'] }, 'viewer', ['chess']],
  ['several: the highest counts', { groups: ['guests', 'sre'] }, 'editor', ['guests', 'sre']],
  ['as roles', { roles: ['sre leads'] }, 'admin', ['sre leads']],
  ['as a text instead of a list', { groups: 'sre' }, 'editor', ['sre']],
  ['of which some are no names', { groups: ['sre', 7, '', null, 'a\nb'] }, 'editor', ['sre']],
])('groups by claims, %s', async (_, claims, role, groups) => {
  expect(await signedIn(claims)).toEqual({ role, groups })
})

test('role and groups follow the provider at every sign-in', async () => {
  expect(await signedIn({ groups: ['sre', 'sre leads'] })).toMatchObject({ role: 'admin' })
  expect(await signedIn({ groups: ['sre', 'chess'] })).toEqual({
    ...{ role: 'editor', groups: ['chess', 'sre'] },
  })
  expect(await signedIn({})).toEqual({ role: 'viewer', groups: [] })
})

test('what an admin gave stays: groups, and the role', async () => {
  const { db } = world.database
  await signedIn({ groups: ['chess'] })
  const [person] = await db.person.findMany()
  const personId = person?.id ?? 0
  await db.group.create({ data: { name: 'on call', members: { create: { personId } } } })
  expect(await signedIn({ groups: ['on call'] })).toMatchObject({ groups: ['on call'] })
  expect(await signedIn({})).toMatchObject({ groups: ['on call'] })

  await db.person.updateMany({ data: { role: 'editor', roleFrom: 'admin' } })
  expect(await signedIn({ groups: ['sre leads'] })).toMatchObject({ role: 'editor' })
})

test('a sign-in stands in the trail, with what it changed', async () => {
  await signedIn({ groups: ['sre'] })
  await signedIn({ groups: ['chess'] })
  const entries = await world.database.db.audit.findMany({
    where: { action: 'sign-in' },
    orderBy: { id: 'desc' },
    take: 2,
  })
  expect(entries).toMatchObject([
    {
      ...{ person: 'Ada Lovelace', address: '192.0.2.1', subject: 'person' },
      change: {
        before: { role: 'editor' },
        after: { role: 'viewer' },
        joined: ['chess'],
        left: ['sre'],
      },
    },
    { change: { before: {}, after: { role: 'editor', roleFrom: 'claims' }, joined: ['sre'] } },
  ])
})

test('the settings of roles count for those who are known, from the start of the pages on', async () => {
  const { db } = world.database
  await signedIn({ groups: ['sre'] })
  const role = async () => (await db.person.findFirst())?.role
  await applyRoleSettings({ admins: [], roles: [{ group: 'sre', role: 'viewer' }] })
  expect(await role()).toBe('viewer')
  await applyRoleSettings({ admins: [ada.email], roles: [] })
  expect(await role()).toBe('admin')
  await applyRoleSettings({ admins: [], roles: [{ group: 'sre', role: 'editor' }] })
  expect(await role()).toBe('editor')
  const [entry] = await db.audit.findMany({ orderBy: { id: 'desc' }, take: 1 })
  expect(entry).toMatchObject({ person: 'Belfry', action: 'change', subject: 'person' })
})

test('who is refused though known stands in the trail, with the reason', async () => {
  const { db } = world.database
  await signedIn({})
  world.oidc.person = { ...ada, sub: '1002', name: 'Eve' }
  expect(await newTraveller().signIn('oidc')).toBe('/sign-in?problem=other')
  const [entry] = await db.audit.findMany({ orderBy: { id: 'desc' }, take: 1 })
  expect(entry).toMatchObject({
    ...{ person: 'ada@example.com', name: 'Ada Lovelace', action: 'refuse' },
    change: { reason: 'other', subject: '1002' },
  })
})

test('nobody gets the name of somebody else, or of Belfry itself', async () => {
  const { db } = world.database
  await signedIn({})
  for (const name of ['ada LOVELACE', 'Belfry', 'token deploy', 'ada@example.com'])
    await signedIn({ sub: '2', email: 'eve@example.com', name })
  const people = await db.person.findMany({ orderBy: { id: 'asc' } })
  expect(people.map(({ name }) => name)).toEqual(['Ada Lovelace', ''])
  const [entry] = await db.audit.findMany({ orderBy: { id: 'desc' }, take: 1 })
  expect(entry).toMatchObject({ person: 'eve@example.com' })
})

test('tokens that are mightier than whom they belong to now end', async () => {
  const { db } = world.database
  await signedIn({ groups: ['sre leads'] })
  const [person] = await db.person.findMany()
  const token = (name: string, role: 'viewer' | 'admin') => ({
    ...{ name, role, start: '', createdBy: '', personId: person?.id ?? 0 },
    hash: new Uint8Array(Buffer.from(name)),
  })
  await db.apiToken.createMany({ data: [token('reads', 'viewer'), token('rules', 'admin')] })
  await signedIn({ groups: ['sre'] })
  const kept = await db.apiToken.findMany({ where: { revokedAt: null } })
  expect(kept.map(({ name }) => name)).toEqual(['reads'])
})

test('claims that only the userinfo endpoint says count too', async () => {
  world.oidc.claimsInToken = false
  world.oidc.restart()
  try {
    expect(await signedIn({ groups: ['sre'] })).toEqual({ role: 'editor', groups: ['sre'] })
    world.oidc.person = { ...ada, email_verified: false }
    expect(await newTraveller().signIn('oidc')).toBe('/sign-in?problem=unverified')
  } finally {
    world.oidc.claimsInToken = true
    world.oidc.restart()
  }
})

test('one person is not known by two providers', async () => {
  await signedIn({})
  world.google.person = { ...ada, hd: 'example.com' }
  expect(await newTraveller().signIn('google')).toBe('/sign-in?problem=other')
})
