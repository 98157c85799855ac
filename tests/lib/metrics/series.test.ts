import { expect, test } from 'vitest'
import { countSeries, seriesOf } from '#lib/metrics/series.ts'

const filters = [
  { name: 'device', values: ['web'] },
  { name: 'status', values: ['New', 'Paid'] },
]
const words = (sets: string[][], of = filters) =>
  seriesOf(of, sets).map(({ filters, values }) =>
    filters.map((name, i) => `${name}=${values[i]}`).join(' '),
  )

test('an update counts as a whole and in each value of each filter alone', () => {
  expect(words([])).toEqual(['', 'device=web', 'status=New', 'status=Paid'])
})

test('filters that the project keeps together count in every combination too', () => {
  expect(words([['status', 'device']])).toEqual([
    ...['', 'device=web', 'status=New', 'status=Paid'],
    ...['device=web status=New', 'device=web status=Paid'],
  ])
})

test('what lacks one of them counts in no combination', () => {
  expect(words([['status', 'country']])).toEqual(['', 'device=web', 'status=New', 'status=Paid'])
})

test.each([
  [[]],
  [[['status', 'device']]],
  [[['status', 'country']]],
  [
    [
      ['status', 'device'],
      ['device', 'country'],
    ],
  ],
])('how many there are with %j is known beforehand', sets => {
  expect(countSeries(filters, sets)).toBe(seriesOf(filters, sets).length)
})
