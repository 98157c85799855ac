import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pages } from '#bin/docs/pages.ts'

test.each(Object.entries(pages))('docs/%s is what `npm run docs` makes', (path, text) => {
  expect(readFileSync(join(import.meta.dirname, '../../docs', path), 'utf8')).toBe(text())
})
