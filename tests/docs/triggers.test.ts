import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { triggerDefinition } from '#lib/streams/definition/schema.ts'
import { readYaml } from '#lib/streams/yaml.ts'

const guide = readFileSync(join(import.meta.dirname, '../../docs/triggers.md'), 'utf8')

test('the definition of the guide is one', () => {
  const [, yaml = ''] = /^```yml\n([\s\S]*?)^```/m.exec(guide) ?? []
  expect(readYaml(yaml, triggerDefinition)).toMatchObject({ name: 'orders', fire_delay: 60 })
})

test.each(Object.keys(triggerDefinition.shape).filter(key => key !== 'load_criteria'))(
  'the guide says what %s is',
  key => expect(guide).toContain(`\`${key}\``),
)
