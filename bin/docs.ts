import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pages } from '#bin/docs/pages.ts'

/** Writes the pages of docs/ that are made from the schemas. */
for (const [path, text] of Object.entries(pages)) {
  const file = join(import.meta.dirname, '../docs', path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text())
}
