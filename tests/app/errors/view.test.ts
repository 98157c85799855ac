import { expect, test } from 'vitest'
import { filterOf, isFollowing, orderOf } from '#app/(signed-in)/errors/(list)/view.ts'

test('open ones are shown unless the address says otherwise', () => {
  expect(filterOf({}).state).toBe('open')
  expect(filterOf({ state: 'muted' }).state).toBe('muted')
  expect(filterOf({ state: 'all' }).state).toBeUndefined()
  expect(filterOf({ state: 'gone' }).state).toBe('open')
})

test.each([
  ['10', 9],
  ['1', undefined],
  ['0', undefined],
  ['-5', undefined],
  ['2.5', undefined],
  ['1e30', undefined],
  ['many', undefined],
])('least=%s is more than %s', (least, above) => {
  expect(filterOf({ least }).above).toBe(above)
})

test('what makes no sense is left aside', () => {
  expect(filterOf({ q: '  ', level: 'bad', project: '' })).toMatchObject({
    q: undefined,
    level: undefined,
    project: undefined,
  })
  expect(orderOf({ sort: 'price', order: 'up' })).toEqual({ sort: 'count', order: 'desc' })
})

test('the page follows what comes in until that is turned off', () => {
  expect([isFollowing({}), isFollowing({ follow: 'off' })]).toEqual([true, false])
})
