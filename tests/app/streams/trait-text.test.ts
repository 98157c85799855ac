import { expect, test } from 'vitest'
import { traitQuery, traitText } from '#app/(signed-in)/streams/_stream/trait-text.ts'
import { readTraits, storedForms } from '#lib/streams/reading/traits.ts'

const DAY = { begin: '2026-11-01T00:00:00.000000Z', end: '2026-11-02T00:00:00.000000Z' }
test.each([
  ['eu', 'eu'],
  [4711, '4711'],
  [true, 'true'],
  ['', '(empty)'],
  [{ datetime: '2026-11-01T12:00:00.500000Z' }, '2026-11-01 12:00:00.5'],
  [DAY, '2026-11-01 – 2026-11-02'],
  [{ begin: '2026-11-01T13:00:00.000000Z', end: DAY.end }, '2026-11-01 13:00:00 – 2026-11-02'],
])('%j is read as %s', (value, words) => {
  expect(traitText(value)).toBe(words)
})

test.each([
  ['4711', 'order:4711'],
  [' a; "b"', 'order:" a; \\"b\\""'],
  [DAY, 'order:2026-11-01T00:00:00.000000Z/2026-11-02T00:00:00.000000Z'],
])('%j is searched for as it can be read again', (value, asked) => {
  const text = traitQuery('order', value)
  expect(text).toBe(asked)
  const [{ value: written } = { value: '' }] = readTraits(text)
  expect(storedForms(written)).toContainEqual(value)
})
