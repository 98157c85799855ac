import ReactMarkdown from 'react-markdown'
import { describe, expect, test } from 'vitest'
import { isIntricate } from '#app/_ui/intricate.ts'
import { monitorInput } from '#lib/monitors/schema.ts'

/** As long as a runbook may be. */
const LENGTH = 20_000
const filledWith = (part: string) => part.repeat(LENGTH / part.length)

test('a runbook may be as long as is measured here', () => {
  expect(monitorInput.shape.runbook.safeParse('x'.repeat(LENGTH)).success).toBe(true)
  expect(monitorInput.shape.runbook.safeParse('x'.repeat(LENGTH + 1)).success).toBe(false)
})

describe('a text is not read as markdown that is nothing but', () => {
  test.each([
    '>',
    '> ',
    '>- ',
    '- ',
    '1. ',
    '1) ',
    '>1. ',
    '* > ',
    '\t+ ',
    '*_',
    'a* ',
    '***a',
    'a\n=\n',
  ])('%j', part => expect(isIntricate(filledWith(part))).toBe(true))

  test('and not where that begins on a later line', () => {
    expect(isIntricate(`# How\n\ntext\n${'> '.repeat(21)}`)).toBe(true)
  })
})

describe('a text is read as markdown that has', () => {
  test.each([
    ['nothing', ''],
    ['a line across', `a\n\n${'-'.repeat(200)}\n\n${'*'.repeat(200)}\n\n${'_'.repeat(200)}`],
    ['an answer to an answer', '>>> a\n\n> > > b\n> - c\n>   1. d'],
    ['lists in lists', '- a\n  - b\n    - c\n      1. d\n'.repeat(100)],
    ['many names with underscores', `${'`some_long_name_of_it` and *that*\n\n'.repeat(500)}`],
    ['underlined headings', 'Heading\n=======\n\ntext\n\n'.repeat(100)],
  ])('%s', (_, text) => expect(isIntricate(text)).toBe(false))
})

test.each([
  ['quotations within lists', `${'>- '.repeat(10)}a\n`],
  ['quotations in as many as there may be', `${'> '.repeat(20)}a\n`],
  ['as many marks as there may be', `${'*_'.repeat(999)}\n\n`],
])('%s take no time to speak of', (_, part) => {
  const text = filledWith(part)
  expect(isIntricate(text)).toBe(false)
  const before = process.cpuUsage()
  ReactMarkdown({ children: text })
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(4_000)
})
