import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { configurationIn } from '#lib/config/declarations.ts'
import { readDocument } from '#lib/config/document.ts'
import { compileScript } from '#lib/sandbox/compile.ts'

const ROOT = join(import.meta.dirname, '../..')
const guides = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: ROOT })]
const textOf = (guide: string) => readFileSync(join(ROOT, guide), 'utf8')

const blocks = (language: string) =>
  guides.flatMap(guide =>
    [...textOf(guide).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
      ([, code = ''], index) => ({ guide, number: index + 1, code }),
    ),
  )

test.each(guides)('%s links to files that are there', guide => {
  const links = [...textOf(guide).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
    ([, link = '']) => link,
  )
  const missing = links.filter(link => !existsSync(join(ROOT, dirname(guide), link)))
  expect(missing).toEqual([])
})

test.each(blocks('ts'))('script $number of $guide compiles', async ({ code }) => {
  expect(await compileScript(code)).toHaveProperty('code')
})

test.each(blocks('yaml'))('file $number of $guide is a configuration', ({ code }) => {
  const variables = {
    GRAPHITE_PASSWORD: 'x',
    SLACK_WEBHOOK: 'https://example.com/x',
    LEDGER_URL: 'postgres://u:p@db.example.com/ledger',
    SHOP_PUBLIC_KEY: 'a'.repeat(32),
    SHOP_PRIVATE_KEY: 'b'.repeat(32),
    GOTTWALL_SECRET_KEY: 'c'.repeat(32),
  }
  const { sources, alerts, projects, monitors, dashboards } = configurationIn(
    readDocument(code, 'belfry.yaml', variables),
    () => 'return 1',
  )
  expect([...sources, ...alerts, ...projects, ...monitors, ...dashboards].length).toBeGreaterThan(0)
})
