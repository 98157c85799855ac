import { describe, expect, test } from 'vitest'
import { expectNamedTests, numberedRows, read } from '#tests/docs/named-tests.ts'

/** How many attacks each list has; those of scripts stand in docs/sandbox.md. */
const LISTS = { 'Requests, secrets, content, access': 25 }

const guide = read('docs/attacks.md')

describe.each(Object.entries(LISTS))('docs/attacks.md, %s', (name, count) => {
  const [, section = ''] = guide.split(`## ${name}\n`)
  const rows = numberedRows(section.split('\n## ')[0] ?? '')

  test('has an answer to every attack', () => {
    const numbers = rows.flatMap(([, numbers = '']) => numbers.split(', ').map(Number))
    expect(numbers).toEqual(Array.from({ length: count }, (_, i) => i + 1))
    for (const [, , tried, heldBy] of rows) expect([tried, heldBy]).not.toContain('')
  })

  test.each(rows.map(([, numbers, , heldBy]) => [numbers, heldBy ?? '']))(
    'names tests that are there: %s',
    (_, heldBy) => expectNamedTests(heldBy),
  )
})
