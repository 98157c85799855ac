import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readDefinitions } from '#lib/streams/definitions/content.ts'
import { openTrial } from '#lib/streams/definitions/trial.ts'
import { pathOf } from '#lib/streams/distiller/path.ts'

const guide = readFileSync(join(import.meta.dirname, '../../docs/distiller.md'), 'utf8')
const [, file = ''] = /```yml\n([\s\S]*?)```/.exec(guide) ?? []
const [, sent = ''] = /\/notifications \\\n {2}-d '([\s\S]*?)'/.exec(guide) ?? []

test('the file of the guide makes an event of the notification that the guide sends', () => {
  const saved = readDefinitions(file).map(({ content }, at) => ({ ...content, id: at + 1 }))
  expect(openTrial({ saved, catchAll: false })(JSON.parse(sent))).toMatchObject({
    definition: { position: 2 },
    event: {
      ...{ event_type: 'compute.instance.exists', message_id: 'm-1' },
      timestamp: '2026-01-31T12:00:00.000000Z',
      traits: { instance_id: 'i-1', memory_mb: 512, host: 'node-7', service: 'compute.node-7' },
    },
  })
})

test('all that the guide calls a path is one', () => {
  const [, table = ''] = /\| written \| finds \|\n([\s\S]*?)\n\n/.exec(guide) ?? []
  const paths = table
    .split('\n')
    .slice(1)
    .flatMap(row => [...(row.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)])
    .map(([, path = '']) => path.replaceAll('\\|', '|'))
  expect(paths.length).toBeGreaterThan(8)
  for (const path of paths) expect(() => pathOf(path)).not.toThrow()
})
