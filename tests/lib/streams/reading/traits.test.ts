import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTraits, storedForms } from '#lib/streams/reading/traits.ts'

describe('pairs', () => {
  test.each([
    ['order:4711', [['order', '4711']]],
    [
      ' order : 4711 ; region:eu;',
      [
        ['order', '4711'],
        ['region', 'eu'],
      ],
    ],
    ['at:2026-11-01T12:00:00Z', [['at', '2026-11-01T12:00:00Z']]],
    [
      'note:"a; b: \\"c\\""; region:eu',
      [
        ['note', 'a; b: "c"'],
        ['region', 'eu'],
      ],
    ],
    ['empty:', [['empty', '']]],
    ['', []],
    [' ; ', []],
  ])('%s', (text, expected) => {
    expect(readTraits(text).map(({ name, value }) => [name, value])).toEqual(expected)
  })

  test.each(['order', ':4711', 'order:1;region', 'note:"\\x"', 'a:1;'.repeat(21)])(
    '%s is refused, and the field is named',
    text => {
      expect(() => readTraits(text)).toThrow(
        expect.objectContaining({ fields: { distinguishing_traits: expect.any(String) } }),
      )
    },
  )

  test('any value can be asked for', () => {
    fc.assert(
      fc.property(fc.string(), value => {
        expect(readTraits(`name:${JSON.stringify(value)}`)).toEqual([{ name: 'name', value }])
      }),
    )
  })

  test('no text takes long', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000 }), text => {
        try {
          expect(readTraits(text)).toBeInstanceOf(Array)
        } catch (error) {
          expect(error).toHaveProperty('fields')
        }
      }),
    )
  })
})

test.each<[string, unknown[]]>([
  ['eu', ['eu']],
  ['4711', ['4711', 4711]],
  ['-1.5', ['-1.5', -1.5]],
  ['007', ['007']],
  ['true', ['true', true]],
  [
    '2014-07-08T09:40:50.077777',
    ['2014-07-08T09:40:50.077777', { datetime: '2014-07-08T09:40:50.077777Z' }],
  ],
  [
    '2014-07-08/2014-07-09',
    [
      '2014-07-08/2014-07-09',
      { begin: '2014-07-08T00:00:00.000000Z', end: '2014-07-09T00:00:00.000000Z' },
    ],
  ],
])('%s may be stored as each of these', (text, forms) => {
  expect(storedForms(text)).toEqual(forms)
})
