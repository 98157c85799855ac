import { expect, test } from 'vitest'
import { isSecretForm, newSecret, startOf } from '#lib/access/tokens/secret.ts'

test('secrets are all of one form, and no two the same', () => {
  const secrets = Array.from({ length: 1_000 }, newSecret)
  expect(secrets.every(isSecretForm)).toBe(true)
  expect(new Set(secrets).size).toBe(secrets.length)
})

test('their start tells little of them', () => {
  const secret = newSecret()
  expect(secret.startsWith(startOf(secret))).toBe(true)
  expect(startOf(secret)).toMatch(/^belfry_.{5}$/)
})

test.each([
  '',
  'belfry_',
  `belfry_${'a'.repeat(42)}`,
  `belfry_${'a'.repeat(44)}`,
  `x_belfry_${'a'.repeat(43)}`,
])('%s is none', text => {
  expect(isSecretForm(text)).toBe(false)
})
