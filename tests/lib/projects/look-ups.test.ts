import { expect, test } from 'vitest'
import { lookUps } from '#lib/projects/look-ups.ts'
import { type Project, projectInput } from '#lib/projects/schema.ts'

const project = (id: number, name: string, claims: object = {}): Project => ({
  id,
  ...projectInput.parse({ name, claims }),
})
const directory = lookUps(
  [
    project(1, 'default', { lists: ['incoming'] }),
    project(3, 'shop', { listeners: ['syslog'] }),
    project(4, 'warehouse', { networks: ['10.0.0.0/8'] }),
    project(5, 'import', { lists: ['old'] }),
  ],
  [{ id: 7, projectId: 3, publicKey: 'public', privateKey: 'private' }],
)

test.each([
  [{ listener: 'syslog', address: '192.0.2.1' } as const, 'shop'],
  [{ listener: 'syslog', address: '10.2.3.4' } as const, 'warehouse'],
  [{ listener: 'http', address: '192.0.2.1' } as const, 'default'],
  [{ list: 'old', address: '10.2.3.4' }, 'import'],
  [{ list: 'unknown' }, 'default'],
  [{}, 'default'],
])('what comes by %o is %s’s', (arrival, expected) => {
  expect(directory.claimedBy(arrival).name).toBe(expected)
})

test('a project is found by number, by name and by its key', () => {
  expect(directory.named(3)?.name).toBe('shop')
  expect(directory.named('3')?.name).toBe('shop')
  expect(directory.named('shop')?.id).toBe(3)
  expect(directory.named('')).toBeUndefined()
  expect(directory.byPublicKey('public')).toMatchObject({ project: { id: 3 }, key: { id: 7 } })
  expect(directory.byPublicKey('private')).toBeUndefined()
})

test('without the default project nothing can be taken in', () => {
  expect(() => lookUps([project(3, 'shop')], [])).toThrow('default project is missing')
})
