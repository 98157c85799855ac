import { describe, expect, test } from 'vitest'
import { mergePatch, monitorInput } from '#lib/monitors/schema.ts'

describe('a merge patch', () => {
  test.each([
    [{ a: 1, b: 2 }, { b: 3 }, { a: 1, b: 3 }],
    [{ a: 1, b: 2 }, { b: null }, { a: 1 }],
    [{ a: { b: 1, c: 2 } }, { a: { b: null, d: 3 } }, { a: { c: 2, d: 3 } }],
    [{ a: { b: 1 } }, { a: [1] }, { a: [1] }],
    [{ a: 1 }, { a: { b: null } }, { a: {} }],
    [{ a: 1 }, 'text', 'text'],
  ])('%j with %j is %j', (target, patch, merged) => {
    expect(mergePatch(target, patch)).toEqual(merged)
  })

  test('has no name that means something else than itself', () => {
    const patch = JSON.parse('{ "policy": { "missed": null, "__proto__": { "missed": "skip" } } }')
    const monitor = { name: 'a', script: 'return 1', schedule: '@daily', policy: { missed: 'run' } }
    const merged = mergePatch(monitor, patch) as { policy: object }
    expect(Object.getPrototypeOf(merged.policy)).toBe(Object.prototype)
    expect(Object.keys(merged.policy)).toEqual(['__proto__'])
    expect(monitorInput.safeParse(merged).success).toBe(false)
  })
})
