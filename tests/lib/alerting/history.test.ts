import { expect, test } from 'vitest'
import { historyInWords } from '#lib/alerting/history.ts'
import type { Plain } from '#lib/plugin.ts'

/** Values oldest first, one each minute, as they come: newest first. */
const past = (...values: Plain[]) =>
  values.map((value, minute) => ({ at: new Date(minute * 60_000), value })).reverse()

test.each<[string, Plain[], string, string]>([
  ['numbers', [12, 14, 67], 'ms', 'Last 3 runs, 2 minutes: 12, 14, 67 ms (lowest 12, highest 67).'],
  ['no unit', [1, 2], '', 'Last 2 runs, 1 minute: 1, 2 (lowest 1, highest 2).'],
  [
    'many',
    [1, 2, 3, 4, 5, 6, 7, 8],
    '',
    'Last 8 runs, 7 minutes: … 3, 4, 5, 6, 7, 8 (lowest 1, highest 8).',
  ],
  [
    'long fractions',
    [1 / 3, 2 / 3],
    '',
    'Last 2 runs, 1 minute: 0.333333, 0.666667 (lowest 0.333333, highest 0.666667).',
  ],
  ['texts', ['fine', 'broken'], '', 'Last 2 runs, 1 minute: fine, broken.'],
  [
    'objects',
    [
      { value: 1, more: 9 },
      { value: 2, more: 8 },
    ],
    '',
    'Last 2 runs, 1 minute: 1, 2 (lowest 1, highest 2).',
  ],
  ['gaps', [1, null, 3], '', 'Last 2 runs, 2 minutes: 1, 3 (lowest 1, highest 3).'],
  ['a single one', [1], '', ''],
  ['none', [], '', ''],
  ['objects without a main value', [{ a: 1 }, { a: 2 }], '', ''],
])('the history of %s', (_, values, unit, words) => {
  expect(historyInWords(past(...values), unit)).toBe(words)
})

test('long times are told in hours and days', () => {
  const apart = (ms: number) =>
    historyInWords(
      [
        { at: new Date(ms), value: 2 },
        { at: new Date(0), value: 1 },
      ],
      '',
    )
  expect(apart(20_000)).toContain('20 seconds')
  expect(apart(5 * 3_600_000)).toContain('5 hours')
  expect(apart(72 * 3_600_000)).toContain('3 days')
})
