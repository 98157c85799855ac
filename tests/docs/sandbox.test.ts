import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** The table of attacks names tests that exist. */
const tests = join(import.meta.dirname, '..')
const guide = readFileSync(join(tests, '../docs/sandbox.md'), 'utf8')
const rows = [...guide.matchAll(/^\| (\d+) \| ([^|]+) \| (.+) \|$/gm)].map(
  ([, number, , named]) => ({
    number: Number(number),
    named: named ?? '',
  }),
)

test('every attack on the sandbox stands in the table once', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 46 }, (_, i) => i + 1))
})

test.each(rows)('the tests named for attack $number exist', ({ named }) => {
  const files = [...named.matchAll(/`([\w/.-]+\.test\.ts)`: ((?:`[^`]+`(?:, )?)+)/g)]
  expect(files.length).toBeGreaterThan(0)
  for (const [, file = '', titles = ''] of files) {
    const path = join(tests, file)
    expect(existsSync(path), path).toBe(true)
    const text = readFileSync(path, 'utf8')
    for (const [, title = ''] of titles.matchAll(/`([^`]+)`/g))
      expect(text.includes(`${title}'`) || text.includes(`${title}\``), `${file}: ${title}`).toBe(
        true,
      )
  }
})
