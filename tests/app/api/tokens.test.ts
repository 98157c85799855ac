import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noteUse } from '#lib/access/tokens/mutations.ts'
import { asking } from '#tests/app/api/asking.ts'
import { api, read, send } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { makeGroups, makePerson, makeToken } from '#tests/people.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const make = async (input: object) => (await api('POST', '/api/tokens', input)).body
const me = (token: string) => asking(bearer(token))('GET', '/api/me')
const trailOf = (id: number) =>
  database.db.audit.findMany({
    where: { subject: 'token', subjectId: String(id) },
    orderBy: { id: 'asc' },
  })

describe('a token', () => {
  test('is shown once, and known by its beginning', async () => {
    const made = await api('POST', '/api/tokens', { name: 'deploy', role: 'editor' })
    expect(made.status).toBe(201)
    expect(made.body.token).toMatch(/^belfry_[A-Za-z0-9_-]{43}$/)
    const { token, ...shown } = made.body
    expect(token.startsWith(shown.start)).toBe(true)
    expect(shown).toMatchObject({ role: 'editor', scope: [], revokedAt: null, lastUsedAt: null })

    const read = await api('GET', `/api/tokens/${shown.id}`)
    const list = await api('GET', '/api/tokens?q=deploy')
    expect(read.body).toEqual(shown)
    expect(list.body).toEqual({ items: [shown], next: null })
  })

  test('is stored as a hash, and is in no trail', async () => {
    const { id, token } = await make({ name: 'hidden', role: 'viewer' })
    const { rows } = await database.pool.query<{ stored: string }>(
      `select (select string_agg(a::text, '') from audit a)
        || (select t::text from api_token t where id = $1) as stored`,
      [id],
    )
    expect(rows[0]?.stored).toContain('hidden')
    expect(rows[0]?.stored).not.toContain(token.slice(12))
    expect(rows[0]?.stored).not.toContain(Buffer.from(token).toString('hex'))
  })

  test('is who it was made as', async () => {
    await makeGroups('billing')
    const scope = ['monitors:read', 'monitors:run']
    const { token } = await make({ name: 'ci', role: 'editor', scope, groups: ['billing'] })
    expect((await me(token)).body).toEqual({
      ...{ id: null, name: 'token ci', role: 'editor', scope, rights: scope, groups: ['billing'] },
    })
  })

  test('may what its role may, and no more than its scope', async () => {
    const viewer = await makeToken({ role: 'viewer' })
    const narrow = await makeToken({ role: 'admin', scope: ['alerts:read'] })
    const status = async (headers: Record<string, string>, method: string, path: string) =>
      (await asking(headers)(method, path, method === 'GET' ? undefined : {})).status
    expect(await status(viewer.headers, 'GET', '/api/monitors')).toBe(200)
    expect(await status(viewer.headers, 'POST', '/api/monitors')).toBe(403)
    expect(await status(narrow.headers, 'GET', '/api/alerts')).toBe(200)
    expect(await status(narrow.headers, 'GET', '/api/monitors')).toBe(403)
    expect(await status(narrow.headers, 'POST', '/api/tokens')).toBe(403)
  })

  test('stands as the author of what it changes', async () => {
    const { token } = await make({ name: 'author', role: 'admin' })
    const { body } = await asking(bearer(token))('POST', '/api/projects', { name: 'written' })
    const where = { subject: 'project', subjectId: String(body.id) }
    expect(await database.db.audit.findFirst({ where })).toMatchObject({ person: 'token author' })
  })

  test('tells when and from where it was used', async () => {
    const { id, token } = await make({ name: 'used', role: 'viewer' })
    const from = (address: string) =>
      send('/api/me', { headers: { ...bearer(token), 'x-forwarded-for': address } })
    await from('192.0.2.10')
    const used = await until(async () => {
      const { body } = await api('GET', `/api/tokens/${id}`)
      return body.lastUsedAt && body
    })
    expect(used.lastUsedFrom).toBe('192.0.2.10')

    const at = Date.parse(used.lastUsedAt)
    await noteUse(id, '192.0.2.11', new Date(at + 59_000))
    expect((await api('GET', `/api/tokens/${id}`)).body.lastUsedFrom).toBe('192.0.2.10')
    await noteUse(id, '192.0.2.11', new Date(at + 60_000))
    expect((await api('GET', `/api/tokens/${id}`)).body.lastUsedFrom).toBe('192.0.2.11')
  })
})

describe('no token', () => {
  test.each([
    ['name', { name: '' }],
    ['name', { name: 'two\nlines' }],
    ['name', { name: 'ab\u202ecd' }],
    ['name', { name: 'zero\u200bwidth' }],
    ['name', { name: 'x'.repeat(101) }],
    ['role', { role: 'owner' }],
    ['scope', { scope: ['sources:write'] }],
    ['scope.0', { scope: ['all'] }],
    ['groups', { groups: ['nobody knows it'] }],
    ['expiresAt', { expiresAt: '2020-01-01T00:00:00Z' }],
    ['expiresAt', { expiresAt: 'tomorrow' }],
    ['colour', { colour: 'red' }],
  ])('is made with a bad %s: %o', async (field, more) => {
    const input = { name: 'wrong', role: 'viewer', ...more }
    const { status, body } = await api('POST', '/api/tokens', input)
    expect(status).toBe(400)
    expect(Object.keys(body.error.fields)).toContain(field)
  })

  test('has the name of another one, until that is revoked', async () => {
    const { id } = await make({ name: 'twin', role: 'viewer' })
    const again = await api('POST', '/api/tokens', { name: 'twin', role: 'viewer' })
    expect([again.status, again.body.error.fields]).toEqual([
      409,
      { name: 'is taken by another token' },
    ])
    await api('DELETE', `/api/tokens/${id}`)
    expect((await api('POST', '/api/tokens', { name: 'twin', role: 'viewer' })).status).toBe(201)
  })

  test('of two with one name at once is made twice', async () => {
    const made = await Promise.all(
      [1, 2].map(() => api('POST', '/api/tokens', { name: 'race', role: 'viewer' })),
    )
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  test.each([
    ['an unscoped one', { role: 'admin' }],
    ['a wider one', { role: 'admin', scope: ['tokens:write', 'sources:write'] }],
    ['all that a viewer may', { role: 'viewer' }],
  ])('is made by a narrower one: %s', async (_, wanted) => {
    const narrow = await makeToken({ role: 'admin', scope: ['tokens:write', 'monitors:read'] })
    const { status, body } = await asking(narrow.headers)('POST', '/api/tokens', {
      ...{ name: 'mightier', ...wanted },
    })
    expect([status, body.error.code]).toEqual([403, 'forbidden'])
    expect(await database.db.apiToken.count({ where: { name: 'mightier' } })).toBe(0)
  })

  test('is made that outlives the one that makes it', async () => {
    const end = new Date(Date.now() + 3_600_000)
    const lent = await make({ name: 'lent', role: 'admin', expiresAt: end.toISOString() })
    const made = async (name: string, expiresAt?: Date | null) => {
      const input = { name, role: 'viewer', ...(expiresAt !== undefined && { expiresAt }) }
      const { status, body } = await asking(bearer(lent.token))('POST', '/api/tokens', input)
      return [status, Object.keys(body.error?.fields ?? {})]
    }
    expect(await made('for ever')).toEqual([403, ['expiresAt']])
    expect(await made('for ever', null)).toEqual([403, ['expiresAt']])
    expect(await made('longer', new Date(end.getTime() + 1))).toEqual([403, ['expiresAt']])
    expect(await made('as long', end)).toEqual([201, []])
  })

  test('but one as narrow is', async () => {
    const narrow = await makeToken({ role: 'admin', scope: ['tokens:write', 'monitors:read'] })
    const made = await asking(narrow.headers)('POST', '/api/tokens', {
      ...{ name: 'as narrow', role: 'viewer', scope: ['monitors:read'] },
    })
    expect(made.status).toBe(201)
  })
})

describe('a token that is good no longer', () => {
  test('is answered like one that never was', async () => {
    const expired = await makeToken({ role: 'admin', expiresAt: new Date(Date.now() - 1) })
    const revoked = await make({ name: 'leaked', role: 'admin' })
    await api('DELETE', `/api/tokens/${revoked.id}`)
    const never = `belfry_${'A'.repeat(43)}`
    const answers = await Promise.all(
      [expired.token, revoked.token, never, 'x'].map(async token => {
        const { status, headers, body } = await me(token)
        return { status, body, headers: Object.fromEntries(headers) }
      }),
    )
    expect(answers[0]?.status).toBe(401)
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  test('takes along those that were made with it, and with these; the trail says with what', async () => {
    const makeBy = async (token: string, name: string) =>
      (
        await asking(bearer(token))('POST', '/api/tokens', {
          ...{ name, role: 'admin', scope: ['tokens:write', 'monitors:read'] },
        })
      ).body
    const other = await make({ name: 'root', role: 'admin' })
    const before = await makeBy(other.token, 'kept')
    await database.db.apiToken.update({ where: { id: other.id }, data: { revokedAt: new Date() } })

    const root = await make({ name: 'root', role: 'admin' })
    const child = await makeBy(root.token, 'child')
    const grandchild = await makeBy(child.token, 'grandchild')
    const sibling = await make({ name: 'sibling', role: 'viewer' })
    await api('DELETE', `/api/tokens/${root.id}`)

    const statuses = [root, child, grandchild, sibling, before].map(({ token }) => me(token))
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([
      ...[401, 401, 401, 200, 200],
    ])
    const [, revoked] = await trailOf(grandchild.id)
    expect(revoked).toMatchObject({ action: 'revoke', change: { with: 'child' } })
  })

  test('makes none while it is being revoked', async () => {
    const maker = await make({ name: 'racing', role: 'admin' })
    const makings = Array.from({ length: 6 }, (_, i) =>
      asking(bearer(maker.token))('POST', '/api/tokens', { name: `raced ${i}`, role: 'viewer' }),
    )
    await api('DELETE', `/api/tokens/${maker.id}`)
    const made = (await Promise.all(makings)).filter(({ status }) => status === 201)
    for (const { body } of made) expect((await me(body.token)).status).toBe(401)
  })

  test('stays in the list as revoked; once more changes nothing', async () => {
    const { id } = await make({ name: 'gone', role: 'viewer' })
    expect((await api('DELETE', `/api/tokens/${id}`)).status).toBe(204)
    const first = (await api('GET', `/api/tokens/${id}`)).body.revokedAt
    expect((await api('DELETE', `/api/tokens/${id}`)).status).toBe(204)
    expect((await api('GET', `/api/tokens/${id}`)).body.revokedAt).toBe(first)
    expect((await trailOf(id)).map(({ action }) => action)).toEqual(['create', 'revoke'])
  })

  test('is none that there is: 404', async () => {
    expect((await api('GET', '/api/tokens/999999')).status).toBe(404)
    expect((await api('DELETE', '/api/tokens/999999')).status).toBe(404)
  })

  test('is guessed only so often from one address, which learns when to go on', async () => {
    const ask = (token: string) =>
      send('/api/me', { headers: { ...bearer(token), 'x-forwarded-for': '192.0.2.66' } }).then(read)
    const guesses = Array.from({ length: 110 }, (_, i) => ask(`belfry_${i}`))
    const refused = (await Promise.all(guesses)).filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThanOrEqual(9)
    expect(Number(refused.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('an open stream', () => {
  /** What was told so far, and whether the server has ended it. */
  async function follow(headers: Record<string, string>) {
    const stream = { text: '', isEnded: false }
    const body = (await send('/api/live', { headers })).body as ReadableStream<Uint8Array>
    void (async () => {
      for await (const piece of body) stream.text += new TextDecoder().decode(piece)
      stream.isEnded = true
    })()
    await until(() => stream.text.includes('retry:'))
    return stream
  }

  test('ends when its token is revoked, and another one’s goes on', async () => {
    const leaked = await make({ name: 'streams', role: 'viewer' })
    const other = await makeToken({ role: 'viewer' })
    const [one, two] = [await follow(bearer(leaked.token)), await follow(other.headers)]
    await api('DELETE', `/api/tokens/${leaked.id}`)
    await until(() => one.isEnded)
    await api('POST', '/api/groups', { name: 'told to those who stay' })
    await until(() => two.text.includes('"groups"'))
    expect(one.text).not.toContain(`token:${leaked.id}`)

    await api('DELETE', `/api/tokens/${other.id}`)
    await until(() => two.isEnded)
  })

  test('ends when a person is disabled, signed out everywhere or deleted', async () => {
    const [ann, ben, cid] = [
      await makePerson({ role: 'viewer' }),
      await makePerson({ role: 'viewer' }),
      await makePerson({ role: 'viewer' }),
    ]
    const streams = [
      await follow(ann.headers),
      await follow(ben.headers),
      await follow(cid.headers),
    ]
    await api('PATCH', `/api/users/${ann.id}`, { disabled: true })
    await until(() => streams[0]?.isEnded)
    await api('POST', `/api/users/${ben.id}/sign-out`)
    await until(() => streams[1]?.isEnded)
    await api('DELETE', `/api/users/${cid.id}`)
    await until(() => streams[2]?.isEnded)
  })
})

test('tokens come in pages, newest first', async () => {
  for (const name of ['page one', 'page two', 'page three']) await make({ name, role: 'viewer' })
  const first = await api('GET', '/api/tokens?q=page&limit=2')
  expect(first.body.items.map(({ name }: { name: string }) => name)).toEqual([
    'page three',
    'page two',
  ])
  const second = await api('GET', `/api/tokens?q=page&limit=2&cursor=${first.body.next}`)
  expect(second.body).toMatchObject({ items: [{ name: 'page one' }], next: null })
  expect((await api('GET', '/api/tokens?cursor=x')).body.error.fields).toEqual({
    cursor: 'is none of this list',
  })
})
