import { expect, test } from 'vitest'
import { templateInWords } from '#app/(signed-in)/errors/_signature/template-text.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { groupFrames } from '#app/(signed-in)/errors/[id]/_example/frames.ts'

test.each([
  ['a plain text\tstays\nas it is', 'a plain text\tstays\nas it is'],
  ['\u001b[31mred\u0007', '\\x1b[31mred\\x07'],
  ['invoice\u202egnp.exe', 'invoice\\u202egnp.exe'],
  ['ünïcödé 🔥 فشل', 'ünïcödé 🔥 فشل'],
])('what cannot be seen in %j is shown', (text, shown) => {
  expect(visible(text)).toBe(shown)
})

test('a template in words is one line', () => {
  expect(templateInWords(' failed <*>\n  at <*> ')).toBe('failed * at *')
})

const frame = (name: string, inApp: boolean) => ({
  ...{ function: name, inApp, module: '', file: `${name}.ts` },
})
const folds = (...frames: [string, boolean][]) =>
  groupFrames(frames.map(([name, inApp]) => frame(name, inApp))).map(group => [
    group.isFolded,
    group.frames.map(({ function: name }) => name).join(),
  ])

test('calls within libraries are folded where they lie between those of the application', () => {
  expect(folds(['a', true], ['b', false], ['c', false], ['d', true])).toEqual([
    [false, 'a'],
    [true, 'b,c'],
    [false, 'd'],
  ])
})

test('a trace without a call of the application is shown as it is', () => {
  expect(folds(['a', false], ['b', false])).toEqual([[false, 'a,b']])
})
