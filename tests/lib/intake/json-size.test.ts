import fc from 'fast-check'
import { expect, test } from 'vitest'
import { refuseHugeJson } from '#lib/intake/json-size.ts'
import { deep } from '#tests/lib/intake/hostile.ts'

const look = (text: string) => refuseHugeJson(Buffer.from(text))

test.each([
  ['too many items', `[${'1,'.repeat(1_000_001)}1]`, 'The JSON has more than 1000000 values'],
  ['too many objects', '[{}'.repeat(500_001), 'The JSON'],
  ['too deep', deep(201), 'The JSON is nested more than 200 levels deep'],
])('%s is refused', (_, text, message) => {
  expect(() => look(text)).toThrow(message)
})

test.each([
  ['deep enough', deep(200)],
  ['brackets within a text', JSON.stringify(deep(500))],
  ['brackets after an escaped quote', JSON.stringify(`"${'['.repeat(500)}`)],
  ['brackets after an escaped backslash', `["\\\\",${'[],'.repeat(300)}1]`],
  ['a text without end', `"${'['.repeat(500)}`],
  ['nothing', ''],
])('%s is not', (_, text) => {
  expect(() => look(text)).not.toThrow()
})

test('what is neither huge nor deep is let through', () => {
  fc.assert(fc.property(fc.json({ maxDepth: 20 }), text => look(text)))
})
