import { expect, test } from 'vitest'
import { placesOf } from '#lib/intake/redis/places.ts'
import type { Directory } from '#lib/projects/directory.ts'
import { type Key, lookUps } from '#lib/projects/look-ups.ts'
import type { Project } from '#lib/projects/schema.ts'
import { aProject } from '#tests/lib/metrics/world.ts'

const shop = (rest: object = {}): Project => ({ ...aProject({ name: 'shop', ...rest }), id: 3 })
const key: Key = { id: 1, projectId: 3, publicKey: 'public', privateKey: 'private' }

/** What is taken in, as `kind key of project`. */
function places(project: Project): string[] {
  const directory: Directory = {
    ...lookUps([aProject(), project], [key]),
    used: () => {},
    onChange: () => () => {},
    close: async () => {},
  }
  return [...placesOf(directory).values()]
    .map(({ kind, key, projectId }) => `${kind} ${key} of ${projectId}`)
    .sort()
}

test('the lists that are claimed, and the sets of all keys under name and number', () => {
  expect(places(shop({ claims: { lists: ['orders'] } }))).toEqual([
    'list incoming of 1',
    'list orders of 3',
    'set gottwall:3:public of 3',
    'set gottwall:shop:public of 3',
  ])
})

test.each([
  ['redis', 'lists', ['list incoming of 1', 'list orders of 3']],
  [
    'gottwall',
    'sets',
    ['list incoming of 1', 'set gottwall:3:public of 3', 'set gottwall:shop:public of 3'],
  ],
  ['http', 'neither', ['list incoming of 1']],
])('a project that takes only %s has %s', (protocol, _, expected) => {
  const project = shop({ claims: { lists: ['orders'] }, protocols: [protocol] })
  expect(places(project)).toEqual(expected)
})
