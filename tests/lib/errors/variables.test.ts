import fc from 'fast-check'
import { expect, test } from 'vitest'
import { valuesIn, variablesOf, WILDCARD } from '#lib/errors/examples/variables.ts'

test.each([
  ['took <*> ms', 'took 5 ms', ['5']],
  ['took <*> ms', 'took 5 s', null],
  ['<*>: <*>', 'a: b: c', ['a', 'b: c']],
  ['read <*> from <*>', 'read 5  bytes from\tdisk', ['5 bytes', 'disk']],
  ['no variable', 'no variable', []],
  ['no variable', 'no variables', null],
  ['<*><*>', 'ab', ['', 'ab']],
  ['a <*> a', 'a a', null],
])('“%s” in “%s” has %j', (template, message, values) => {
  expect(valuesIn(template, message)).toEqual(values)
})

test('a message that was made from a template fits it', () => {
  const text = fc.stringMatching(/^[ab ]{0,4}$/)
  const value = fc.stringMatching(/^[abc]{1,4}$/)
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 1, maxLength: 5 }),
      fc.array(value),
      (parts, values) => {
        const message = parts.reduce((all, part, i) => `${all}${values[i - 1] ?? 'b'}${part}`)
        expect(valuesIn(parts.join(WILDCARD), message)).not.toBeNull()
      },
    ),
  )
})

test('the most frequent values stand first', () => {
  const messages = ['u=1 x', 'u=2 x', 'u=2 x', 'other']
  expect(variablesOf('u=<*> x', messages)).toEqual([
    {
      position: 0,
      distinct: 2,
      values: [
        { value: '2', count: 2 },
        { value: '1', count: 1 },
      ],
    },
  ])
})
