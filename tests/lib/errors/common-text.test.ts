import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readExpression } from '#lib/errors/classify/rules/expression.ts'
import { commonText } from '#lib/errors/operations/common-text.ts'

test.each([
  [['timeout after 5 ms', 'timeout after 73 ms'], 'timeout after <*> ms'],
  [['user bob failed', 'user alice failed'], 'user <*> failed'],
  [['Ünï cödé 1', 'Ünï cödé'], 'Ünï cödé<*>'],
  [['disk /dev/sda1 is full'], 'disk /dev/<*> is full'],
  [['cost (in $): 4.50 [eur]?', 'cost (in $): 7.10 [eur]?'], 'cost (in $): <*>.<*> [eur]?'],
])('%j have in common: %s', (messages, template) => {
  expect(commonText(messages)?.template).toBe(template)
})

test.each([[['4711']], [['abc', 'xyz']], [['- - -']]])('%j have nothing in common', messages => {
  expect(commonText(messages)).toBeNull()
})

test('the rule is found in each of the messages that it was made of', () => {
  const word = fc.constantFrom('a', 'b', 'c', '7', '(', '.', '*', '\\', ' ', '\n', 'ünï', '😀', '-')
  const message = fc.array(word, { maxLength: 12 }).map(words => `error ${words.join('')}`)
  fc.assert(
    fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), messages => {
      const { regex } = commonText(messages) ?? { regex: '' }
      const expression = readExpression(regex)
      for (const message of messages) expect(expression.isIn(message)).toBe(true)
    }),
  )
})

test('the rule of long messages is no longer than a rule may be', () => {
  const long = '(.*)'.repeat(5_000)
  const { regex } = commonText([`word ${long} a`, `word ${long} b`]) ?? { regex: '' }
  expect(readExpression(regex).isIn(`word ${long} c`)).toBe(true)
})
