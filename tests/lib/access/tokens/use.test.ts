import { expect, test } from 'vitest'
import { usesToNote } from '#lib/access/tokens/use.ts'

test('the use of a token is noted once a minute, each for itself', () => {
  const isToNote = usesToNote(60_000)
  const asked = [
    [1, 0],
    [1, 1],
    [2, 1],
    [1, 59_999],
    [1, 60_000],
    [1, 60_001],
  ] as const
  expect(asked.map(([id, at]) => isToNote(id, at))).toEqual([true, false, true, false, true, false])
})
