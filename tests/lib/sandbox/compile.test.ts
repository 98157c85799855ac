import { expect, test } from 'vitest'
import { compileScript } from '#lib/sandbox/compile.ts'

const problemOf = async (script: string) => {
  const compiled = await compileScript(script)
  return 'problem' in compiled ? compiled.problem : undefined
}

test('types are taken off where they stand, so that columns stay', async () => {
  const compiled = await compileScript('const rate: number = 1; return rate as number')
  expect(compiled).toEqual({
    code: expect.stringContaining('\nconst rate         = 1; return rate          \n'),
  })
})

test.each([
  ['const x: number = ;', { line: 1, column: 19, message: 'Expression expected' }],
  ['let a\n  let a', { line: 2, column: 7 }],
  ['\n\nreturn "\\u{zz}"', { line: 3 }],
  ['return 1 as', { line: 1, message: 'Unexpected token `}`' }],
  ['const text = `abc', { line: 1, message: 'Unterminated template' }],
  ['/* never closed', { line: 1 }],
])('%j has its problem named at line and column', async (script, problem) => {
  expect(await problemOf(script)).toMatchObject(problem)
})

test.each([
  '}); evil(); (async () => {',
  '}]; evil(); [async function () {',
  '}) })); $run([], (function () { return (async function () {',
])('%j closes our braces and is refused', async script => {
  expect(await problemOf(script)).toMatchObject({ line: 1 })
})

test.each([
  ['parentheses', '('.repeat(100_000)],
  ['brackets', '['.repeat(250_000)],
  ['types', `let x: ${'A<'.repeat(50_000)}B${'>'.repeat(50_000)}`],
  ['operators', `return ${'!'.repeat(200_000)}1`],
])('deeply nested %s are refused, and the next script compiles', async (_, script) => {
  expect(await problemOf(script)).toMatchObject({
    message: expect.stringMatching(/nested too deeply/),
  })
  expect(await problemOf(`return ${Math.random()}`)).toBeUndefined()
})

test.each([
  ['a source map of a file', '//# sourceMappingURL=file:///etc/passwd\nreturn 1'],
  ['a reference to a file', '/// <reference path="/etc/passwd" />\n// @ts-nocheck\nreturn 1'],
  ['a number of many digits', `return ${'9'.repeat(250_000)}`],
  ['very many functions', 'function f(){}'.repeat(15_000)],
  ['very many cases', `switch (1) {${'case 1:'.repeat(30_000)}}`],
  ['ambiguous arrows', `${'(a=>'.repeat(30)}1${')'.repeat(30)}`],
])('%s compiles without harm', async (_, script) => {
  expect(await problemOf(script)).toBeUndefined()
})

test('a script beyond the limit is refused before it is looked at', async () => {
  expect(await problemOf('x'.repeat(256 * 1024 + 1))).toMatchObject({
    message: 'The script is longer than 256 KiB',
  })
})

test('scripts that are asked for together each get their own answer', async () => {
  const scripts = Array.from({ length: 20 }, (_, i) => `return ${i}`)
  const compiled = await Promise.all(scripts.map(compileScript))
  compiled.forEach((result, i) => {
    expect(result).toEqual({ code: expect.stringContaining(`\nreturn ${i}\n`) })
  })
})
