import { expect, test } from 'vitest'
import { configurationIn } from '#lib/config/declarations.ts'
import { readDocument } from '#lib/config/document.ts'

const read = (text: string) =>
  configurationIn(readDocument(text, 'belfry.yaml', {}), () => 'return 1')

test.each([
  ['a key that would be the prototype of all', '__proto__:\n  isAdmin: true\n'],
  ['an entry called so', 'sources:\n  __proto__: { type: http }\n'],
  [
    'a field called so',
    'monitors:\n  x:\n    schedule: "@daily"\n    script: return 1\n    __proto__: {}\n',
  ],
  [
    'the number of another’s monitor',
    'monitors:\n  x:\n    id: 7\n    schedule: "@daily"\n    script: a\n',
  ],
  ['the number of another’s project', 'projects:\n  x:\n    id: 1\n'],
  ['a state to be in', 'monitors:\n  x:\n    state: OK\n    schedule: "@daily"\n    script: a\n'],
  ['a tag of another language', 'sources: !!js/function "function () { return {} }"\n'],
  ['a list within itself', 'sources: &a\n  - *a\n'],
  ['brackets without end', `sources: ${'['.repeat(10_000)}`],
])('%s is refused in words', (_, text) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ name: 'UserError' }))
  expect(Object.prototype).not.toHaveProperty('isAdmin')
})

test('a setting called __proto__ means nothing', () => {
  const { sources } = read(
    'sources:\n  a:\n    type: http\n    config: { __proto__: { isAdmin: true } }\n',
  )
  expect(sources[0]?.config).toEqual({})
  expect(sources[0]?.config).not.toHaveProperty('isAdmin')
})
