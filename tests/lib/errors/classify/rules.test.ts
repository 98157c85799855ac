import { expect, test } from 'vitest'
import { EXPRESSION_LENGTH, readExpression } from '#lib/errors/classify/rules/expression.ts'
import { UserError } from '#lib/failures.ts'

function refusalOf(source: string): string {
  try {
    readExpression(source)
  } catch (error) {
    if (error instanceof UserError) return error.fields?.regex ?? ''
  }
  return 'is taken'
}

test.each([
  ['(?=a)b', /ahead or behind/],
  ['(?<!a)b', /ahead or behind/],
  ['(a)\\1', /refers back/],
  ['(a', /missing closing/],
  ['a{2,100000}', /invalid repeat count/],
  ['((a{100}){100}){100}', /invalid repeat count/],
  ['a'.repeat(EXPRESSION_LENGTH + 1), /longer than 1000 characters/],
])('%.20j is refused, and why', (source, reason) => {
  expect(refusalOf(source)).toMatch(reason)
})

test('an expression is found anywhere in a text', () => {
  expect(readExpression('user \\d+').isIn('no such user 42')).toBe(true)
  expect(readExpression('^user').isIn('no such user 42')).toBe(false)
})

test('a hostile expression on a hostile text takes no time to speak of', () => {
  expect(readExpression('(a+)+$').isIn(`${'a'.repeat(8_000)}!`)).toBe(false)
  expect(readExpression('(x+x+)+y').isIn('x'.repeat(8_000))).toBe(false)
})
