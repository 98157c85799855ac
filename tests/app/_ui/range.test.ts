import { expect, test } from 'vitest'
import { withQuery } from '#app/_ui/query.ts'
import { rangeInWords, rangeOf, relative, zoomTo } from '#app/_ui/range/range.ts'

const now = new Date('2026-11-21T12:00:00Z')

test.each([
  [{}, '6h'],
  [{ range: '7d' }, '7d'],
  [{ range: '9h' }, '6h'],
  [{ from: '5', to: '4' }, '6h'],
  [{ from: '1', to: `${now.getTime()}` }, '6h'],
])('%o shows the last %s', (query, key) => {
  expect(rangeOf(query, now, '6h')).toMatchObject({ key, to: now })
})

test('an address that was zoomed leads to that time, and out of it again', () => {
  const zoomed = withQuery('/x', { range: '7d', q: 'a' }, zoomTo(1e12, 1e12 + 60_000))
  expect(zoomed).toBe('/x?q=a&from=1000000000000&to=1000000060000')
  const query = Object.fromEntries(new URL(zoomed, 'http://x').searchParams)
  const range = rangeOf(query, now)
  expect(range).toEqual({ key: null, from: new Date(1e12), to: new Date(1e12 + 60_000) })
  expect(rangeInWords(range)).toBe('time shown')
  expect(withQuery('/x', query, relative('1h'))).toBe('/x?q=a&range=1h')
})
