import { expect, test } from 'vitest'
import { changesBetween, type Entry, type StoredEntry } from '#lib/config/changes.ts'
import { describe, summary } from '#lib/config/words.ts'
import { flatten } from '#lib/difference.ts'

const source = (name: string, fields: object = {}): Entry => ({
  kind: 'source',
  name,
  fields: flatten({ type: 'graphite', enabled: true, config: { url: 'http://a' }, ...fields }),
  secret: ['config.password'],
})
const monitor = (name: string, fields: object = {}): Entry => ({
  kind: 'monitor',
  name,
  fields: flatten({ script: 'return 1', schedule: '* * * * *', tags: ['web'], ...fields }),
  secret: [],
})
const declared = (entry: Entry): StoredEntry => ({ ...entry, declared: true })
const made = (entry: Entry): StoredEntry => ({ ...entry, declared: false })

test('what is stored as declared changes nothing', () => {
  const entries = [source('graphite'), monitor('Orders')]
  expect(changesBetween(entries.map(declared), entries)).toEqual([])
  expect(summary([])).toBe('nothing changes')
})

test('new things are created, others changed, and each difference is named', () => {
  const stored = [declared(source('a')), declared(monitor('Orders'))]
  const wanted = [
    source('a', { enabled: false }),
    source('b'),
    monitor('Orders', { schedule: '*/5 * * * *', script: 'return 1\nreturn 2' }),
  ]
  const changes = changesBetween(stored, wanted)
  expect(describe(changes)).toBe(
    `~ source a
    enabled: true → false
+ source b
~ monitor Orders
    script:
       return 1
      +return 2
    schedule: "* * * * *" → "*/5 * * * *"`,
  )
  expect(summary(changes)).toBe('1 created, 2 changed')
})

test('a source that left the file is deleted, a monitor is released', () => {
  const changes = changesBetween([declared(source('a')), declared(monitor('Orders'))], [])
  expect(changes.map(({ name, action }) => [name, action])).toEqual([
    ['a', 'delete'],
    ['Orders', 'release'],
  ])
})

test('what the file never declared is left alone, and taken over when it is declared', () => {
  const stored = [made(source('a')), made(source('b'))]
  expect(changesBetween(stored, [source('a')])).toEqual([
    { kind: 'source', name: 'a', action: 'adopt', differences: [] },
  ])
})

test('no secret is ever shown, whether it came, changed, went, or belonged to another type', () => {
  const canary = (password?: string) => source('a', { config: { url: 'http://a', password } })
  const other: Entry = {
    ...source('a', { type: 'sql', config: { url: 'canary-1' } }),
    secret: ['config.url'],
  }
  for (const [from, to] of [
    [canary(), canary('canary-1')],
    [canary('canary-1'), canary('canary-2')],
    [canary('canary-1'), canary()],
    [canary('canary-1'), other],
    [other, canary('canary-2')],
  ] as const) {
    const changes = changesBetween([declared(from)], [to])
    expect(changes[0]?.differences.some(({ secret }) => secret)).toBe(true)
    expect(JSON.stringify(changes) + describe(changes)).not.toContain('canary')
  }
})

test('a secret that is a map hides all of its parts', () => {
  const hook = (headers: object): Entry => ({
    kind: 'alert',
    name: 'hook',
    fields: flatten({ config: { headers } }),
    secret: ['config.headers'],
  })
  const changes = changesBetween([declared(hook({ a: 'canary' }))], [hook({ b: 'canary' })])
  expect(changes).toHaveLength(1)
  expect(JSON.stringify(changes)).not.toContain('canary')
})
