import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileStep } from '#lib/sandbox/compile.ts'
import { handlers } from '#lib/streams/handlers/index.ts'
import { contentOf } from '#lib/streams/pipelines/content.ts'
import { templateOf } from '#lib/streams/template.ts'

const guide = readFileSync(join(import.meta.dirname, '../../docs/handlers.md'), 'utf8')
const block = (language: string) =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1] ?? ''

test('the pipeline of the guide is one', async () => {
  const { name, handlers } = await contentOf({ yaml: block('yml') }, null)
  expect({ name, steps: handlers.map(step => step.name) }).toEqual({
    name: 'unshipped',
    steps: ['log', 'filter', 'alert'],
  })
})

test('its script is a step', async () => {
  expect(await compileStep(block('ts'))).toHaveProperty('code')
})

test('all that it calls a place is one', () => {
  const places = [...guide.matchAll(/`(\{\{[^`]+\}\})`/g)].map(([, place = '']) => place)
  expect(places.length).toBeGreaterThan(10)
  for (const place of places) expect(() => templateOf(place)).not.toThrow()
})

test('it tells of every handler', () => {
  const [, table = ''] = /\| handler \| does \|\n([\s\S]*?)\n\n/.exec(guide) ?? []
  const told = [...table.matchAll(/^\| \[?`(\w+)`/gm)].map(([, id]) => id)
  expect(told.sort()).toEqual(handlers.map(({ id }) => id).sort())
})
