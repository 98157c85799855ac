import { expect, test } from 'vitest'
import { z } from 'zod'
import { parse } from '#lib/parse.ts'

const schema = z.strictObject({
  name: z.string(),
  count: z.int().min(1).default(1),
  tags: z.array(z.string()).default([]),
  inner: z.strictObject({ on: z.boolean().default(true) }).prefault({}),
})

function fields(input: unknown) {
  try {
    parse(schema, input)
  } catch (error) {
    return (error as { fields?: unknown }).fields
  }
  throw new Error('was accepted')
}

test.each([
  ['what is missing', {}, { name: 'is missing' }],
  ['nothing at all', undefined, { '': 'is missing' }],
  ['a list instead of an object', [], { '': 'must be an object, not a list' }],
  ['a number as a text', { name: 5 }, { name: 'must be a text, not a number' }],
  ['a text in a list', { name: 'a', tags: [1] }, { 'tags.0': 'must be a text, not a number' }],
  [
    'a text as a switch',
    { name: 'a', inner: { on: 'yes' } },
    { 'inner.on': 'must be true or false, not a text' },
  ],
  [
    'fields that are not known',
    { name: 'a', x: 1, inner: { y: 1 } },
    { x: 'is not known here', 'inner.y': 'is not known here' },
  ],
  ['half a character', { name: '\ud800' }, { name: 'has a character that cannot be stored' }],
])('%s is named by its field', (_, input, expected) => {
  expect(fields(input)).toEqual(expected)
})
