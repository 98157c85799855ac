import fc from 'fast-check'
import { expect } from 'vitest'
import { type ErrorEvent, LEVELS } from '#lib/errors/event.ts'

/** Text of every kind that a database refuses or a reader stumbles over. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\0', '\uD800', 'a\uDC00b', '__proto__', 'constructor', 'x'.repeat(20_000)),
)
const scalar = fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null))
const keyOf = (names: string[]) => fc.oneof(fc.constantFrom(...names), text)

/** Any JSON that has some of the given names in it, at any depth, as JSON makes it: `__proto__` is a key like others. */
export function hostileJson(names: string[]): fc.Arbitrary<unknown> {
  const { value } = fc.letrec<{ value: unknown }>(tie => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      scalar,
      fc.array(tie('value'), { maxLength: 6 }),
      fc.dictionary(keyOf(names), tie('value'), { maxKeys: 8 }),
    ),
  }))
  return value.map(one => JSON.parse(JSON.stringify(one)))
}

/** JSON that is deeper than any recursion goes. */
export const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`

/** What a grammar answers can be counted and stored. */
export function expectStorable(event: ErrorEvent) {
  expect(Number.isFinite(event.at)).toBe(true)
  expect(LEVELS[event.level]).toBeDefined()
  expect(event.message).not.toBe('')
  const stored = JSON.stringify(event)
  expect(stored.length).toBeLessThan(2_000_000)
  for (const text of textsIn(JSON.parse(stored)))
    if (text.includes('\0') || !text.isWellFormed()) expect.fail(`not storable: ${stored}`)
}

/** Every text and name, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) => [name, ...textsIn(item)])
}
