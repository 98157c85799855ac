import { expect, test } from 'vitest'
import { z } from 'zod'
import { checkArguments } from '#lib/sources/arguments.ts'

const method = {
  description: '',
  args: [
    z.string().min(1, 'is empty').meta({ title: 'path' }),
    z.int().optional().meta({ title: 'count' }),
    z.strictObject({ deep: z.string() }).optional().meta({ title: 'options' }),
  ],
  returns: z.any(),
  call: async () => null,
}
const check = (...args: unknown[]) => checkArguments('sources.x.get', method, args)

test.each([
  [['a'], ['a', undefined, undefined]],
  [
    ['a', null],
    ['a', undefined, undefined],
  ],
  [
    ['a', 1, { deep: 'x' }],
    ['a', 1, { deep: 'x' }],
  ],
])('%j is taken', (args, expected) => expect(check(...args)).toEqual(expected))

test.each([
  [[], { path: 'is missing' }],
  [[''], { path: 'is empty' }],
  [['a', 'b'], { count: expect.any(String) }],
  [['a', 1, { deep: 1 }], { 'options.deep': expect.any(String) }],
  [['a', 1, { other: 1, deep: '' }], { 'options.other': 'is not known here' }],
])('%j is refused by the argument’s name', (args, fields) => {
  expect(() => check(...args)).toThrow(expect.objectContaining({ name: 'UserError', fields }))
})

test('more arguments than there are is an error', () => {
  expect(() => check('a', 1, { deep: '' }, 4)).toThrow('sources.x.get takes 3 arguments, not 4.')
})
