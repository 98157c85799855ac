import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { personOfSession } from '#lib/access/data.ts'
import { newTraveller } from '#tests/app/sign-in/traveller.ts'
import { ada, openWorld } from '#tests/app/sign-in/world.ts'

let world: Awaited<ReturnType<typeof openWorld>>
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.database.db.person.deleteMany()
  world.google.person = { ...ada, hd: 'example.com' }
})
const people = () => world.database.db.person.findMany()

test('somebody of the domain comes in, where they wanted to go', async () => {
  const traveller = newTraveller()
  expect(await traveller.signIn('google', '/monitors?state=ALARM')).toBe('/monitors?state=ALARM')
  expect(await personOfSession(traveller.session ?? '')).toMatchObject({
    ...{ name: 'Ada Lovelace', role: 'viewer', scope: [], groups: [] },
  })
  expect(await people()).toMatchObject([
    {
      ...{ email: 'ada@example.com', name: 'Ada Lovelace', role: 'viewer', roleFrom: 'default' },
      ...{ issuer: world.google.issuer, subject: '1001' },
    },
  ])
})

test('whoever comes again is the same person', async () => {
  await newTraveller().signIn('google')
  const [first] = await people()
  world.google.person = {
    ...ada,
    hd: 'example.com',
    name: 'Ada King',
    email: 'Ada.King@Example.com',
  }
  expect(await newTraveller().signIn('google')).toBe('/')
  expect(await people()).toMatchObject([
    { id: first?.id, name: 'Ada King', email: 'ada.king@example.com' },
  ])
})

test.each([
  ['of the other domain', { hd: 'example.org' }, '/'],
  ['of a domain that is written in capitals', { hd: 'EXAMPLE.com' }, '/'],
  ['of another domain', { hd: 'example.net' }, 'domain'],
  ['of a domain below', { hd: 'sub.example.com' }, 'domain'],
  ['of no domain, with an address that looks like it', { hd: undefined }, 'domain'],
  ['whose address is not verified', { email_verified: false }, 'unverified'],
  ['whose address may be verified or not', { email_verified: undefined }, 'unverified'],
  ['without an address', { email: undefined }, 'email'],
  ['with something that is no address', { email: 'ada' }, 'email'],
])('somebody %s', async (_, claims, end) => {
  world.google.person = { ...ada, hd: 'example.com', ...claims }
  const traveller = newTraveller()
  const where = end === '/' ? '/' : `/sign-in?problem=${end}`
  expect(await traveller.signIn('google')).toBe(where)
  expect(traveller.session !== undefined).toBe(end === '/')
  expect(await people()).toHaveLength(end === '/' ? 1 : 0)
})

test('another account with the same address is refused', async () => {
  await newTraveller().signIn('google')
  world.google.person = { ...ada, hd: 'example.com', sub: '1002' }
  expect(await newTraveller().signIn('google')).toBe('/sign-in?problem=other')
})

test('whom an admin entered is that person from their first sign-in on', async () => {
  const { db } = world.database
  const { id } = await db.person.create({
    data: { email: ada.email, role: 'editor', roleFrom: 'admin' },
  })
  expect(await newTraveller().signIn('google')).toBe('/')
  expect(await people()).toMatchObject([{ id, subject: '1001', role: 'editor', roleFrom: 'admin' }])

  world.google.person = { ...ada, hd: 'example.com', sub: '1002' }
  expect(await newTraveller().signIn('google')).toBe('/sign-in?problem=other')
})

test('whoever is disabled may not come in any more, and is told so', async () => {
  const { db } = world.database
  const traveller = newTraveller()
  await traveller.signIn('google')
  await db.person.updateMany({ data: { disabledAt: new Date() } })
  expect(await personOfSession(traveller.session ?? '')).toBeNull()
  expect(await newTraveller().signIn('google')).toBe('/sign-in?problem=disabled')

  // Nor by a row that an admin made and disabled before anybody signed in.
  await db.person.updateMany({ data: { issuer: null, subject: null } })
  expect(await newTraveller().signIn('google')).toBe('/sign-in?problem=disabled')
})

test('BELFRY_ADMINS are admins, however their address is written', async () => {
  world.google.person = { ...ada, hd: 'example.com', email: 'GRACE@example.com' }
  await newTraveller().signIn('google')
  expect(await people()).toMatchObject([{ role: 'admin', roleFrom: 'environment' }])
})

test('three windows that come back at once are one person with three sessions', async () => {
  const ends = await Promise.all([1, 2, 3].map(() => newTraveller().signIn('google')))
  expect(ends).toEqual(['/', '/', '/'])
  expect(await people()).toHaveLength(1)
  expect(await world.database.db.session.count()).toBe(3)
})
