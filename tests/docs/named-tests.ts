import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')

export const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

/** The cells of the rows of a table whose first cell begins with a number. */
export const numberedRows = (text: string): string[][] =>
  text
    .split('\n')
    .filter(line => /^\| \d/.test(line))
    .map(line => line.split('|').map(cell => cell.trim()))

/** That every test that a text names, as in `tests/a.test.ts` “its title”, is there. */
export function expectNamedTests(text: string): void {
  for (const [, file = '', titles = ''] of text.matchAll(/`(tests\/[^`]+)`((?:,? ?“[^”]+”)*)/g)) {
    expect(existsSync(join(ROOT, file)), file).toBe(true)
    for (const [, title = ''] of titles.matchAll(/“([^”]+)”/g))
      expect(
        [`'${title}'`, `"${title}"`, `\`${title}\``].some(quoted => read(file).includes(quoted)),
        `${file}: ${title}`,
      ).toBe(true)
  }
}
