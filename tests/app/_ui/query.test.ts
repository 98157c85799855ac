import { expect, test } from 'vitest'
import { one, withQuery } from '#app/_ui/query.ts'

test('of what is given twice the first counts, and nothing is as good as absent', () => {
  expect([one({ q: ['a', 'b'] }, 'q'), one({ q: '' }, 'q'), one({}, 'q')]).toEqual([
    'a',
    undefined,
    undefined,
  ])
})

test('an address keeps what is not changed and loses what is taken out', () => {
  const query = { q: 'a&b', state: 'ALARM', page: '3' }
  expect(withQuery('/monitors', query, { state: 'OK', page: undefined })).toBe(
    '/monitors?q=a%26b&state=OK',
  )
  expect(withQuery('/monitors', { page: '3' }, { page: undefined })).toBe('/monitors')
})

test('what no database takes is not looked for as it is', () => {
  expect(one({ q: 'a\0b\ud800' }, 'q')).toBe('a\ufffdb\ufffd')
})
