import { expect, test } from 'vitest'
import { verdictOf } from '#app/(signed-in)/monitors/[id]/_run/verdict.ts'

const run = { reason: null, line: null, version: 14, message: 'text' } as const

test.each([
  [{ ...run, state: 'ALARM', line: 6 }, 'fail() in line 6 of version 14:'],
  [{ ...run, state: 'ERROR', reason: 'timeout' }, 'timeout in version 14:'],
  [{ ...run, state: 'ALARM', reason: 'no data' }, 'no data in version 14:'],
  [{ ...run, state: 'OK' }, 'Nothing failed in version 14:'],
  [{ ...run, state: 'INACTIVE' }, ''],
] as const)('%j came to its state so: %j', (judged, how) => {
  expect(verdictOf(judged)).toEqual({ how, message: 'text' })
})
