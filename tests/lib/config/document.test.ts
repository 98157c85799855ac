import { expect, test } from 'vitest'
import { readDocument } from '#lib/config/document.ts'

const read = (text: string, variables: Record<string, string> = {}) =>
  readDocument(text, 'belfry.yaml', variables)

function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    expect(error).toMatchObject({ name: 'UserError' })
    return (error as Error).message
  }
  throw new Error('was not refused')
}

test('variables are put into values after parsing, so nothing in them is read as YAML', () => {
  const { value } = read('a: ${A}\nb: [x, "${A}"]\n', { A: '1]\nc: 2' })
  expect(value).toEqual({ a: '1]\nc: 2', b: ['x', '1]\nc: 2'] })
})

test('a script keeps its own ${…}', () => {
  const { value } = read('monitors:\n  x:\n    script: fail(`${A} of ${total}`)\n', { A: '1' })
  expect(value).toEqual({ monitors: { x: { script: 'fail(`${A} of ${total}`)' } } })
})

test.each([
  ['${A}', { A: 'x' }, 'x'],
  ['<${A}:${B}>', { A: '1', B: '2' }, '<1:2>'],
  ['${A:-none}', {}, 'none'],
  ['${A:-none}', { A: '' }, 'none'],
  ['${A:-}', {}, ''],
  ['${A:-none}', { A: 'x' }, 'x'],
  ['$${A}', { A: 'x' }, '${A}'],
  ['$A ${} ${a b} $', { A: 'x' }, '$A ${} ${a b} $'],
])('%s with %o is %s', (text, variables, expected) => {
  expect(read(`key: '${text}'`, variables).value).toEqual({ key: expected })
})

test('a missing variable is named with its line and key', () => {
  const text =
    'sources:\n  graphite:\n    config:\n      url: x\n      password: ${GRAPHITE_PASSWORD}\n'
  expect(refusal(() => read(text))).toBe(
    'belfry.yaml, line 5, sources.graphite.config.password: the environment has no GRAPHITE_PASSWORD.',
  )
})

test.each([
  ['a key that stands twice', 'a: 1\nb:\n  c: 1\n  c: 2\n', /^belfry\.yaml, line 4: .*unique/],
  ['a bracket that is not closed', 'a: [1,\nb: 2\n', /^belfry\.yaml, line \d: /],
  ['a tab as indentation', 'a:\n\tb: 1\n', /^belfry\.yaml, line 2: .*[Tt]ab/],
])('%s is refused with its line', (_, text, expected) => {
  expect(refusal(() => read(text))).toMatch(expected)
})

test('aliases that would grow without bounds are refused', () => {
  const levels = ['a: &a [1,1,1,1,1,1,1,1,1,1]']
  for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef'].map(pair => [...pair]))
    levels.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(',')}]`)
  expect(refusal(() => read(levels.join('\n')))).toMatch(/alias/)
})

test('a mistake is shown where it stands, or at the nearest entry above it that does', () => {
  const document = read('sources:\n\n  graphite:\n    config:\n      - url: x\n')
  const at = (...path: (string | number)[]) =>
    document.refusal([{ path, text: 'is wrong' }]).message
  expect(at('sources', 'graphite', 'config', 0, 'url')).toContain(
    'line 5, sources.graphite.config.0.url: is wrong.',
  )
  expect(at('sources', 'graphite', 'config', 'missing')).toContain('line 4,')
  expect(at('sources', 'graphite', 'type')).toContain('line 3,')
  expect(at('monitors')).toContain('line 1, monitors')
})

test('many mistakes are counted, not all listed', () => {
  const document = read('a: 1')
  const mistakes = Array.from({ length: 30 }, (_, index) => ({ path: ['a', index], text: 'x' }))
  const lines = document.refusal(mistakes).message.split('\n')
  expect(lines).toHaveLength(11)
  expect(lines.at(-1)).toBe('… and 20 more.')
})
