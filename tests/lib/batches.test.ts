import { expect, test } from 'vitest'
import { inBatches } from '#lib/batches.ts'

const { signal } = new AbortController()

test('goes on until a batch is smaller, and answers how many there were in all', async () => {
  const left = [3, 3, 1, 3]
  expect(await inBatches(async () => left.shift() ?? 0, { most: 3, signal })).toBe(7)
  expect(left).toEqual([3])
})

test('ends after the batch in which the signal aborts, and begins none after it', async () => {
  const stop = new AbortController()
  const batch = async () => {
    stop.abort()
    return 3
  }
  expect(await inBatches(batch, { most: 3, signal: stop.signal })).toBe(3)
  expect(await inBatches(batch, { most: 3, signal: stop.signal })).toBe(0)
})
