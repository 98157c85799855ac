import { expect, test } from 'vitest'
import { attempts } from '#lib/access/attempts.ts'

const start = 1_000_000

test('so many wrong attempts are free, then one for each stretch of time', () => {
  const wrong = attempts({ burst: 3, everyMs: 1000 })
  for (let i = 0; i < 3; i++) {
    expect(wrong.blockedFor('a', start)).toBe(0)
    wrong.failed('a', start)
  }
  expect(wrong.blockedFor('a', start)).toBe(1)
  expect(wrong.blockedFor('a', start + 999)).toBe(1)
  expect(wrong.blockedFor('a', start + 1000)).toBe(0)
  wrong.failed('a', start + 1000)
  expect(wrong.blockedFor('a', start + 1000)).toBe(1)
})

test('addresses count apart', () => {
  const wrong = attempts({ burst: 1, everyMs: 1000 })
  wrong.failed('a', start)
  expect([wrong.blockedFor('a', start), wrong.blockedFor('b', start)]).toEqual([1, 0])
})

test('of very many addresses the longest unseen is forgotten', () => {
  const wrong = attempts({ burst: 1, everyMs: 1000 })
  wrong.failed('first', start)
  wrong.failed('second', start)
  for (let i = 0; i < 9_998; i++) wrong.failed(`other ${i}`, start)
  wrong.failed('first', start)
  wrong.failed('last', start)
  expect(wrong.blockedFor('first', start)).toBeGreaterThan(0)
  expect(wrong.blockedFor('second', start)).toBe(0)
})
