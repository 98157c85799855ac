import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { csvLinesOf } from '#lib/csv.ts'

const read = (text: string) => Papa.parse<string[]>(text.trimEnd()).data

test.each([
  '=cmd|calc!A1',
  '+1+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '\u200b=1',
  '＝1',
  '=1+1\nand a second line',
  '-\n',
])('a spreadsheet does not take the text %j for a formula', text => {
  const [[cell, next] = []] = read(csvLinesOf([[text, 'next']]))
  expect(cell).toBe(`'${text}`)
  expect(next).toBe('next')
})

test.each([-5, 0.5, -1e300, true, '', 'a=1', '2026-01-01T00:00:00Z', 'x@example.com'])(
  '%j stays as it is',
  value => {
    expect(read(csvLinesOf([[value, 'next']]))).toEqual([[String(value), 'next']])
  },
)

test('no text ends its cell or its line', () => {
  const hostile = ['a,b', 'a;b', '"', '""', 'a\r\nb', '\n', `","=1`, 'a\u0000b', "'"]
  const lines = read(csvLinesOf([hostile, hostile]))
  expect(lines).toHaveLength(2)
  expect(lines[1]?.map(cell => cell.replace(/^'(?=\n)/, ''))).toEqual(hostile)
})
