import { expect, test } from 'vitest'
import { expectNamedTests, numberedRows, read } from '#tests/docs/named-tests.ts'

const rows = numberedRows(read('docs/guarantees.md'))

test('every promise says how it is kept and which tests prove it', () => {
  expect(rows.length).toBeGreaterThan(10)
  for (const [, , promise, how, proof] of rows) {
    expect([promise, how]).not.toContain('')
    expect(proof).toMatch(/`tests\/.+` “.+”/)
  }
})

test.each(rows.map(([, number, , , proof]) => [number, proof ?? '']))(
  'promise %s names tests that are there',
  (_, proof) => expectNamedTests(proof),
)
