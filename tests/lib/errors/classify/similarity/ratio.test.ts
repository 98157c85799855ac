import { expect, test } from 'vitest'
import { likenessOf, thresholdFor } from '#lib/errors/classify/similarity/ratio.ts'
import { Similar } from '#lib/errors/classify/similarity/similar.ts'

/** Each computed with Python's difflib. */
test.each([
  ['combat', 'wombat', 'ratio', 0.8333333333],
  ['private Thread currentThread;', 'private volatile Thread currentThread;', 'ratio', 0],
  ['', '', 'ratio', 1],
  ['💥 failed', '💥 failure', 'ratio', 0.8235294118],
  ['ab'.repeat(60), 'ba'.repeat(60), 'quick_ratio', 1],
  ['x'.repeat(1_900), 'y'.repeat(2_000), 'real_quick_ratio', 0.9743589744],
])('%.12j is like %.12j by %s: %d', (incoming, known, name, expected) => {
  const { ratio, method } = likenessOf(incoming, known)
  expect(method.name).toBe(name)
  expect(ratio).toBeCloseTo(expected, 9)
})

test('the less exact the method, the nearer the threshold to 1, unless it is the signature’s own', () => {
  expect([1, 2, 3].map(level => thresholdFor(null, 0.5, level))).toEqual([0.75, 0.875, 0.9375])
  expect(thresholdFor(0.5, 0.9, 3)).toBe(0.5)
})

test('the first that a text is like takes it, not the likest', () => {
  const similar = new Similar<string>(0.5)
  similar.add('first', 'KeyError: user_name', null)
  similar.add('second', 'KeyError: user_names', null)
  expect(similar.find('KeyError: user_names')?.group).toBe('first')
})

test('an own threshold is used as it is; the same text is found above any', () => {
  const similar = new Similar<string>(0.5)
  similar.add('strict', 'KeyError: user_id', 1)
  expect(similar.find('KeyError: user_it')).toBeUndefined()
  expect(similar.find('KeyError: user_id')).toMatchObject({ group: 'strict', ratio: 1 })
})
