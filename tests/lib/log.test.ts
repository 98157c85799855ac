import pino from 'pino'
import { expect, test } from 'vitest'
import { escaped } from '#lib/log.ts'
import { hostileTexts } from '#tests/hostile.ts'

test.each(hostileTexts)('%j is one line of the log, which comes back as it was', text => {
  let written = ''
  const write = (record: string) => {
    written += escaped(record)
  }
  const log = pino({}, { write })
  log.warn({ text, [text]: { text }, err: new Error(text) }, text)

  expect(written).toMatch(/^[^\p{Cc}\u2028\u2029]+\n$/u)
  const record = JSON.parse(written)
  expect([record.text, record.msg, record.err.message]).toEqual([text, text, text])
  expect(Object.keys(record)).toContain(text)
})
