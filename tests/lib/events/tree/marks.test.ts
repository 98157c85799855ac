import { expect, test } from 'vitest'
import { MARKING_TRAITS, markOf } from '#lib/events/tree/marks.ts'

const marked = (traits: Record<string, string>) =>
  markOf(MARKING_TRAITS.map(path => traits[path] ?? null))

test.each([
  [{}, '', null],
  [{ method: 'GET', path: '/cart' }, 'GET /cart', null],
  [
    { 'request.method': 'POST', 'request.uri': 'http://pay/charge' },
    'POST http://pay/charge',
    null,
  ],
  [{ statement: 'select 1\n  from item' }, 'select 1 from item', null],
  [{ 'response.status': '404' }, '', null],
  [{ 'response.status': '502' }, '', '502'],
  [{ 'response.code': '599', uri: '/x' }, '/x', '599'],
  [{ exception: 'Error: gone\n  at x', 'response.status': '500' }, '', 'Error: gone at x'],
  [{ exception: '{"message":"gone"}', 'exception.message': 'gone' }, '', 'gone'],
  [{ exception: 'null' }, '', null],
  [{ error: 'false', level: 'info' }, '', null],
  [{ error: 'true' }, '', 'true'],
  [{ level: 'error', msg: 'it broke' }, 'it broke', 'error'],
  [{ level: 'INFO', result_state: 'FAILURE', task: 'mail' }, 'mail', 'FAILURE'],
  [{ status: '500ms' }, '', null],
])('%j is about %j, failed by %j', (traits, label, failure) => {
  expect(marked(traits as Record<string, string>)).toEqual({ label, failure })
})

test('what has no traits is about nothing', () => {
  expect(markOf([])).toEqual({ label: '', failure: null })
})
