import { expect, test } from 'vitest'
import { z } from 'zod'
import { UserError } from '#lib/failures.ts'
import { openYaml, readYaml } from '#lib/streams/yaml.ts'

const schema = z.array(
  z.strictObject({
    name: z.string(),
    delay: z.number().min(0).optional(),
    traits: z.record(z.string(), z.strictObject({ int: z.string() })).optional(),
  }),
)

function fieldsOf(text: string): unknown {
  try {
    readYaml(text, schema)
  } catch (error) {
    if (error instanceof UserError) return error.fields
    throw error
  }
  return null
}

test('what fits is read, with merge keys', () => {
  const text = `
- &base
  name: a
  delay: 3
- <<: *base
  name: b
`
  expect(readYaml(text, schema)).toEqual([
    { name: 'a', delay: 3 },
    { name: 'b', delay: 3 },
  ])
})

test('every mistake is named with the line and the column of its key', () => {
  const text = `# two of them
- name: a
  delay: -1
  nmae: b
- delay: 1
  traits:
    a.b: { int: 3 }
    a: { float: 3 }
`
  expect(fieldsOf(text)).toEqual({
    '0.delay': expect.stringMatching(/^line 3, column 3: Too small/),
    '0.nmae': 'line 4, column 3: is not known here',
    '1.name': 'line 5, column 3: is missing',
    '1.traits.a.b.int': 'line 7, column 12: must be a text, not a number',
    '1.traits.a.int': 'line 8, column 5: is missing',
    '1.traits.a.float': 'line 8, column 10: is not known here',
  })
})

test('a mistake in what was merged is named where it was written', () => {
  expect(fieldsOf('- &base\n  name: 1\n- <<: *base\n')).toEqual({
    '0.name': 'line 2, column 3: must be a text, not a number',
    '1.name': 'line 2, column 3: must be a text, not a number',
  })
})

test.each([
  ['- name: [a', { yaml: expect.stringMatching(/^line 1, column \d+: /) }],
  ['- name: a\n- b: c: d\n', { yaml: expect.stringMatching(/^line 2, column \d+: /) }],
  ['- name: a\n  name: b\n', { name: 'line 2, column 3: stands there twice' }],
  ['- a\n---\n- b\n', { yaml: 'line 2, column 1: a second document begins' }],
  ['[ '.repeat(50_000), { yaml: expect.stringContaining('it is nested too deeply') }],
  ['- *nobody\n', { yaml: expect.stringContaining('nobody') }],
  [`- &a {name: a}\n${'- <<: *a\n'.repeat(201)}`, { yaml: 'it has more than 200 aliases' }],
  [bomb(), { yaml: expect.stringContaining('alias') }],
  ['', { '': 'line 1, column 1: must be a list, not null' }],
])('what is no YAML is refused: %.20s', (text, fields) => {
  expect(fieldsOf(text)).toEqual(fields)
})

test('a text of more than 256 KiB is refused', () => {
  expect(() => openYaml('a'.repeat(300_000))).toThrow('The YAML is longer than 256 KiB.')
})

test('what is found out later is placed, too', () => {
  const { explain } = openYaml('a:\n  b: 1\n', 'The file')
  const late = new UserError('There is no b.', { fields: { 'a.b': 'is not there' } })
  expect(explain(late)).toMatchObject({
    message: 'The file is not valid. a.b: line 2, column 3: is not there',
    fields: { 'a.b': 'line 2, column 3: is not there' },
  })
  const other = new Error('something else')
  expect(explain(other)).toBe(other)
})

/** Lists of lists of the one before. */
function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x]']
  for (let i = 1; i < 9; i++) lines.push(`a${i}: &a${i} [${`*a${i - 1}, `.repeat(8)}]`)
  return lines.join('\n')
}
