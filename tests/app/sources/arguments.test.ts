import { expect, test } from 'vitest'
import { z } from 'zod'
import type { FormValues } from '#app/_ui/plugin-form/values.ts'
import { drawMethods } from '#app/(signed-in)/sources/_playground/draw-methods.ts'
import { readArguments } from '#app/(signed-in)/sources/_playground/read-arguments.ts'
import { defineSource } from '#lib/plugin.ts'

const source = defineSource({
  id: 'fake',
  label: 'Fake',
  description: 'For this test.',
  config: z.object({}),
  methods: method => ({
    get: method({
      description: 'Gets.',
      args: [
        z.string().meta({ title: 'path' }),
        z.union([z.string(), z.number()]).optional().meta({ title: 'from' }),
        z.object({ headers: z.record(z.string(), z.string()).optional() }).optional(),
        z.array(z.json()).optional().meta({ title: 'params' }),
      ],
      returns: z.number(),
      call: async () => 0,
    }),
  }),
  check: async () => {},
})
const [get] = drawMethods(source)

test.each<[string, FormValues[], unknown[]]>([
  ['text stays text, also when it looks like a number', [{ path: '5' }], ['5']],
  ['what may be a number is one', [{ path: 'a' }, { from: '5' }], ['a', 5]],
  ['what may be a number need not', [{ path: 'a' }, { from: '-10min' }], ['a', '-10min']],
  ['what is left out at the end is not sent', [{ path: 'a' }, { from: '' }], ['a']],
  [
    'what is left out in between is null',
    [{ path: 'a' }, {}, {}, { params: ['1', 'x'] }],
    ['a', null, null, [1, 'x']],
  ],
  [
    'an object is made of its own fields',
    [{ path: 'a' }, {}, { headers: [{ name: 'accept', value: 'x' }] }],
    ['a', null, { headers: { accept: 'x' } }],
  ],
])('%s', (_, values, expected) => {
  expect(readArguments(get?.args ?? [], values)).toEqual(expected)
})
