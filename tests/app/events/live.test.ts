import { expect, test } from 'vitest'
import { aroundMark, partsOf } from '#app/(signed-in)/events/live/marked-text.tsx'
import { openMeter } from '#app/(signed-in)/events/live/rate.ts'
import {
  addEarlier,
  NO_ROWS,
  ROWS_LIMIT,
  release,
  rowOf,
  take,
} from '#app/(signed-in)/events/live/rows.ts'
import { failureOf, type ToldEvent, wordsOf } from '#app/(signed-in)/events/live/told.ts'
import { addressOf, viewOf } from '#app/(signed-in)/events/live/view.ts'

const told = (id: string): ToldEvent => ({
  ...{ type: 'request', id, uid: null, project: 'default', host: 'web1', pid: 1 },
  ...{ start: '2026-01-31T12:00:00.000Z', at: '2026-01-31T12:00:00.500Z', duration: 0.5 },
  traits: null,
})
const rows = (...ids: string[]) => ids.map((id, i) => rowOf(i, told(id)))
const idsOf = (list: readonly { event: ToldEvent }[]) => list.map(({ event }) => event.id)

test('what comes stands before what is shown, the newest first', () => {
  const next = take(take(NO_ROWS, rows('a', 'b'), false), rows('c', 'd'), false)
  expect(idsOf(next.shown)).toEqual(['d', 'c', 'b', 'a'])
})

test('what comes while someone reads waits', () => {
  const held = take(take(NO_ROWS, rows('a'), false), rows('b', 'c'), true)
  expect(idsOf(held.shown)).toEqual(['a'])
  expect(idsOf(held.waiting)).toEqual(['c', 'b'])
  expect(idsOf(release(held).shown)).toEqual(['c', 'b', 'a'])
})

test('no more rows are kept than anybody reads', () => {
  const many = rows(...Array.from({ length: ROWS_LIMIT + 5 }, (_, i) => String(i)))
  expect(take(NO_ROWS, many, false).shown).toHaveLength(ROWS_LIMIT)
  expect(take(NO_ROWS, many, true).waiting).toHaveLength(ROWS_LIMIT)
})

test('what was there before stands after what has come, and nothing stands twice', () => {
  const live = take(NO_ROWS, rows('b', 'c'), false)
  expect(idsOf(addEarlier(live, rows('c', 'b', 'a')).shown)).toEqual(['c', 'b', 'a'])
})

test.each([
  [null, ''],
  [{ response: { status: 200 }, user: 'ann' }, 'response.status=200 user=ann'],
  [{ tags: ['eu', 1], gone: null, text: 'a\n b' }, 'tags=["eu",1] gone=null text=a b'],
])('%j is told as %s', (traits, words) => {
  expect(wordsOf(traits)).toBe(words)
})

test('what does not fit a row is cut', () => {
  expect(wordsOf({ a: 'x'.repeat(10_000), b: 1 })).toMatch(/^a=x+…$/)
  expect(wordsOf({ a: 'x'.repeat(10_000) }).length).toBeLessThan(500)
})

test.each([
  [{ response: { status: 503 } }, '503'],
  [{ exception: { message: 'gave up' } }, 'gave up'],
  [{ response: { status: 200 } }, null],
  [null, null],
])('%j failed: %s', (traits, failure) => {
  expect(failureOf(traits)).toBe(failure)
})

test.each([
  ['Ann and ann', 'ANN', ['', 'Ann', ' and ', 'ann', '', '']],
  ['nobody', 'ann', ['nobody', '']],
  ['any', '', ['any', '']],
  // Its small form has one sign more.
  ['İx', 'x', ['İx', '']],
])('in %s %j is marked', (text, mark, parts) => {
  expect(partsOf(text, mark).flatMap(({ plain, marked }) => [plain, marked])).toEqual(parts)
})

test('a mark that would be out of sight is brought into it', () => {
  const text = `${'x'.repeat(100)} user=ann`
  expect(aroundMark(text, 'ANN')).toBe(`…${'x'.repeat(10)} user=ann`)
  expect(aroundMark(text, 'xx')).toBe(text)
  expect(aroundMark(text, '')).toBe(text)
})

test('a rate is of the last seconds, and tells of what is not shown', () => {
  let now = 0
  const meter = openMeter(() => now)
  for (let i = 0; i < 300; i++) meter.shown(1)
  expect(meter.rate()).toEqual({ shown: 100, matched: 100, isLeast: false })
  meter.sampled({ shown: 300, matched: 9_000, unread: 5 })
  expect(meter.rate()).toEqual({ shown: 100, matched: 3_000, isLeast: true })
  now = 3_001
  expect(meter.rate()).toEqual({ shown: 0, matched: 0, isLeast: false })
})

test('an address has what is followed, and leaves out what there is not', () => {
  expect(viewOf({ q: ' a = 1 ', project: 'shop' }, ['shop'])).toEqual({
    q: 'a = 1',
    project: 'shop',
  })
  expect(viewOf({ project: 'gone' }, ['shop'])).toEqual({ q: '', project: undefined })
  expect(addressOf('/x', { q: 'a = 1', project: undefined }, { limit: '5' })).toBe(
    '/x?q=a+%3D+1&limit=5',
  )
})
