import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { csvHead, csvLines } from '#lib/monitors/history/csv.ts'
import type { Run } from '#lib/monitors/history/data.ts'
import { monitorReached } from '#tests/reached.ts'

const at = new Date('2026-11-21T09:41:00.000Z')
const run: Run = {
  ...{
    id: 7,
    monitorId: monitorReached(1),
    plannedAt: at,
    startedAt: at,
    durationMs: 84,
    status: 'done',
  },
  ...{
    manual: false,
    stream: null,
    state: 'ALARM',
    reason: null,
    value: 0.71,
    message: 'high',
    version: 3,
  },
  ...{ missedCount: null, missedFrom: null, series: {}, output: '', calls: [], line: 6 },
}

/** The last cells of the one line, read back. */
function cells(change: Partial<Run>, names: string[] = []): string[] {
  const { data } = Papa.parse<string[]>(csvLines([{ ...run, ...change }], names).trimEnd())
  return data[0] ?? []
}

test('each run is a line, each series a column', () => {
  expect(csvHead(['requests'])).toBe(
    'run,planned_at,started_at,duration_ms,status,state,reason,value,message,version,series.requests\r\n',
  )
  expect(csvLines([{ ...run, series: { requests: 48210 } }], ['requests'])).toBe(
    '7,2026-11-21T09:41:00.000Z,2026-11-21T09:41:00.000Z,84,done,ALARM,,0.71,high,3,48210\r\n',
  )
})

test('no runs are no lines', () => {
  expect(csvLines([], [])).toBe('')
})

test.each(['=cmd()', '+1+1', '-1+1', '@SUM(A1)', '\t=1'])(
  'a spreadsheet does not take the text %j for a formula',
  text => {
    expect(cells({ message: text })[8]).toBe(`'${text}`)
    expect(cells({ value: text })[7]).toBe(`'${text}`)
  },
)

test('negative numbers stay numbers', () => {
  expect(cells({ value: -5, series: { x: -0.5 } }, ['x'])).toEqual(
    expect.arrayContaining(['-5', '-0.5']),
  )
})

test('a name that looks like a formula cannot become one', () => {
  expect(csvHead(['=x'])).toContain('series.=x')
})

test('texts with quotes, commas and several lines come back whole', () => {
  const message = 'a "b", c\r\nd'
  expect(cells({ message })[8]).toBe(message)
})

test('named numbers are one cell', () => {
  expect(cells({ value: { a: 1, b: 2 } })[7]).toBe('{"a":1,"b":2}')
})
