import { expect, test } from 'vitest'
import { openBell } from '#lib/intake/redis/bell.ts'

const HOUR_MS = 3_600_000

test('a rest ends when it is rung', async () => {
  const bell = openBell()
  const resting = bell.rest(HOUR_MS)
  bell.ring()
  await resting
})

test('what is rung before a rest ends the next one, and only that', async () => {
  const bell = openBell()
  bell.ring()
  bell.ring()
  await bell.rest(HOUR_MS)
  let hasEnded = false
  const resting = bell.rest(HOUR_MS).then(() => {
    hasEnded = true
  })
  await new Promise(setImmediate)
  expect(hasEnded).toBe(false)
  bell.ring()
  await resting
})
