import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { evaluate } from '#lib/streams/timex/evaluate.ts'
import { parseTimex } from '#lib/streams/timex/parse.ts'

const guide = readFileSync('docs/time-expressions.md', 'utf8')
const [, block = ''] = /```\n(.*?)```/s.exec(guide) ?? []
const examples = block.split('\n').flatMap(line => line.split(/ {3,}/)[0] || [])

test.each(examples)('the guide shows an expression that comes to a time: %s', text => {
  const at = Date.UTC(2014, 7, 1) * 1_000
  expect(evaluate(parseTimex(text), () => at)).toBeTruthy()
})

test('the guide has examples', () => {
  expect(examples.length).toBeGreaterThan(3)
})
