import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { classicRequest } from '#alerts/campfire.ts'
import {
  cut,
  fiveLines,
  headline,
  lines,
  MESSAGE_LIMIT,
  oneLine,
  plainText,
  valueText,
} from '#alerts/text.ts'
import type { Plain } from '#lib/plugin.ts'
import { megabyte, transition } from '#tests/alerts/fakes.ts'

const golden = JSON.parse(readFileSync('tests/golden/revere.json', 'utf8')).cases.find(
  ({ id }: { id: string }) => id === 'R-119',
)

test('the five lines are those of Revere under our name', () => {
  const { monitor_name, old_state, new_state, message, return_value } = golden.event
  const change = {
    monitor: monitor_name,
    from: old_state,
    to: new_state,
    message,
    value: return_value,
  }
  expect(fiveLines(change)).toBe(golden.expected)
})

test('below them come where to look, what to do, and how it came', () => {
  const text = plainText(
    transition({ runbookUrl: 'https://example.com/runbook', history: 'Last 2 runs: 1, 67.' }),
  )
  expect(text).toBe(
    `${fiveLines(transition())}

https://belfry.example.com/monitors/7
Runbook: https://example.com/runbook
Last 2 runs: 1, 67.`,
  )
})

test('with nothing to add the five lines stand alone', () => {
  const bare = transition({ url: '' })
  expect(plainText(bare)).toBe(fiveLines(bare))
  const { body } = classicRequest({ subdomain: 'a', roomId: '1', apiToken: 'T' }, bare)
  expect(JSON.parse(body).message.body).toBe(fiveLines(bare))
})

test.each<[Plain, string]>([
  [67, '67'],
  [0.005, '0.005'],
  [0, '0'],
  ['all good', 'all good'],
  ['two\nlines', 'two lines'],
  [null, 'None'],
  [{ requests: 10, failed: 2 }, 'requests: 10, failed: 2'],
])('the value %j is shown as %s', (value, shown) => {
  expect(valueText(value)).toBe(shown)
})

test('the headline tells the state and the monitor, a test and a repetition apart', () => {
  expect(headline(transition())).toBe('ALARM: Mail Queue Length')
  expect(headline(transition({ repeat: 2 }))).toBe('still ALARM: Mail Queue Length')
  expect(headline(transition({ test: true }))).toBe('[Test] ALARM: Mail Queue Length')
})

test('a test and a repetition say so in the text too', () => {
  expect(plainText(transition({ test: true }))).toContain('This is a test')
  expect(plainText(transition({ repeat: 3 }))).toContain('Still ALARM: repetition 3.')
})

test('a message of a megabyte is cut with a mark', () => {
  const text = plainText(transition({ message: megabyte }))
  expect(text.length).toBeLessThan(MESSAGE_LIMIT + 1_000)
  expect(text).toContain('… (cut, 1048576 characters)\nReturn Value: 67')
})

test('a cut never splits a character', () => {
  expect(cut(`${'a'.repeat(9)}😀${'b'.repeat(100)}`, 38).isWellFormed()).toBe(true)
  expect(cut('short', 5)).toBe('short')
})

test('control characters go, line ends become plain', () => {
  expect(lines('a\r\nb\rc\u2028d\u0000\u001b[31me')).toBe('a\nb\nc\nd[31me')
  expect(oneLine('a\r\nBcc: x\u0085y\u2028z ')).toBe('a Bcc: x y z')
  expect(oneLine('invoice\u202efdp.exe')).toBe('invoicefdp.exe')
})
