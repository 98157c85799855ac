import { expect, test } from 'vitest'
import { fireEntry } from '#lib/streams/criteria/schema.ts'
import { isMissing, wantedOf } from '#lib/streams/reading/wanted.ts'

test.each([
  [{ event_type: 'order.paid' }, 'order.paid'],
  [{ event_type: ['order.paid', 'order.free'] }, 'order.paid or order.free'],
  [{}, 'any event'],
  [{ event_type: '!*.test' }, 'any event but *.test'],
  [{ event_type: ['order.*', '!order.test'] }, 'order.* but order.test'],
  [{ event_type: 'a', traits: { total: { float: '> 100' } } }, 'a with total > 100'],
  [
    { event_type: 'a', traits: { items: { int: 3 }, state: 'new' } },
    'a with items = 3, state = new',
  ],
  [{ event_type: 'a', traits: { born: { datetime: 'day' } } }, 'a with born in day'],
  [{ event_type: 'a', traits: { state: { text: 'new' } } }, 'a with state = new'],
  [{ event_type: 'a', timestamp: 'day($launched)' }, 'a with its time in day($launched)'],
])('%j is told as: %s', (entry, words) => {
  expect(wantedOf([fireEntry.parse(entry)], [])).toEqual([{ words, needed: 1, met: 0 }])
})

test('what there is too little of is missing', () => {
  const entry = fireEntry.parse({ event_type: 'a', number: 2 })
  const missing = [0, 1, 2, 3].map(met => wantedOf([entry], [met]).some(isMissing))
  expect(missing).toEqual([true, true, false, false])
})
