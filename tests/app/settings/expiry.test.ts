import { expect, test } from 'vitest'
import { expiresAt } from '#app/(signed-in)/settings/tokens/expiry.ts'

const now = Date.UTC(2026, 10, 22, 12)

test('a token is good for so many days, or for ever', () => {
  expect(expiresAt('90', '', now)).toBe('2027-02-20T12:00:00.000Z')
  expect(expiresAt('never', '2027-01-31', now)).toBeNull()
})

test('it is good until the end of its last day, where it is made', () => {
  expect(expiresAt('date', '2027-01-31', now)).toBe(new Date('2027-01-31T23:59:59').toISOString())
})

test('what is no date is left for the server to refuse', () => {
  expect(expiresAt('date', 'tomorrow', now)).toBe('tomorrow')
})
