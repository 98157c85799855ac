import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

/** How many attacks each list has; those of scripts stand in docs/sandbox.md. */
const LISTS = { 'Requests, secrets, content, access': 25 }

const guide = read('docs/attacks.md')

describe.each(Object.entries(LISTS))('docs/attacks.md, %s', (name, count) => {
  const [, section = ''] = guide.split(`## ${name}\n`)
  const rows = (section.split('\n## ')[0] ?? '')
    .split('\n')
    .filter(line => /^\| \d/.test(line))
    .map(line => line.split('|').map(cell => cell.trim()))

  test('has an answer to every attack', () => {
    const numbers = rows.flatMap(([, numbers = '']) => numbers.split(', ').map(Number))
    expect(numbers).toEqual(Array.from({ length: count }, (_, i) => i + 1))
    for (const [, , tried, heldBy] of rows) expect([tried, heldBy]).not.toContain('')
  })

  test.each(rows.map(([, numbers, , heldBy]) => [numbers, heldBy ?? '']))(
    'names tests that are there: %s',
    (_, heldBy) => {
      for (const [, file = '', titles = ''] of heldBy.matchAll(
        /`(tests\/[^`]+)`((?:,? ?“[^”]+”)*)/g,
      )) {
        expect(existsSync(join(ROOT, file)), file).toBe(true)
        for (const [, title = ''] of titles.matchAll(/“([^”]+)”/g))
          expect(
            [`'${title}'`, `"${title}"`, `\`${title}\``].some(text => read(file).includes(text)),
            `${file}: ${title}`,
          ).toBe(true)
      }
    },
  )
})
