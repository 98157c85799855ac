import { expect, test } from 'vitest'
import { changedFields, copyName, definitionOf } from '#lib/monitors/definition.ts'
import { monitorInput } from '#lib/monitors/schema.ts'

const before = monitorInput.parse({ name: 'A', script: 'return 1', schedule: '* * * * *' })

test('a definition is what people give, whatever else a monitor has', () => {
  expect(definitionOf({ ...before, id: 7, state: 'OK' } as typeof before)).toEqual(before)
})

test('fields are compared by what is in them', () => {
  expect(changedFields(before, structuredClone(before))).toEqual([])
  const policy = { ...before.policy, overlap: 'queue' as const }
  expect(changedFields(before, { ...before, policy, tags: ['a'] })).toEqual(['tags', 'policy'])
})

test('pausing changes no definition', () => {
  expect(changedFields(before, { ...before, active: false })).toEqual([])
})

test.each([
  ['A', [], 'A (copy)'],
  ['A', ['A (copy)'], 'A (copy 2)'],
  ['A (copy)', ['A (copy)'], 'A (copy 2)'],
  ['A (copy 2)', ['A (copy)', 'A (copy 2)'], 'A (copy 3)'],
  ['x'.repeat(100), [], `${'x'.repeat(93)} (copy)`],
])('a copy of %s beside %j is %s', (name, taken, copy) => {
  expect(copyName(name, new Set(taken))).toBe(copy)
})
