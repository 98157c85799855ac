import { expect, test } from 'vitest'
import { judge } from '#lib/monitors/outcome.ts'
import type { Policy } from '#lib/monitors/schema.ts'

const now = new Date('2026-01-01T12:00:00Z')
const noData = { state: 'ERROR', reason: 'no data', message: 'No data' } as const
const alarmed = { state: 'ALARM', lastDataAt: new Date('2026-01-01T11:59:00Z') } as const
const policy = (then: Policy['noData']['then'], maxAgeMs = 0) => ({ then, maxAgeMs })

test.each([
  ['error', 'ERROR'],
  ['alarm', 'ALARM'],
  ['ok', 'OK'],
] as const)('without data it is what the policy says (%s)', (then, state) => {
  expect(judge(noData, policy(then), alarmed, now)).toMatchObject({ state, counts: true })
})

test.each([
  ['while the last data is young enough', 60_000, 'ALARM', false],
  ['but not beyond', 59_999, 'ERROR', true],
])('keep holds the state %s', (_, maxAgeMs, state, counts) => {
  expect(judge(noData, policy('keep', maxAgeMs), alarmed, now)).toMatchObject({ state, counts })
})

test('a monitor that never had data has nothing to keep', () => {
  const fresh = { state: 'OK', lastDataAt: null } as const
  expect(judge(noData, policy('keep', 60_000), fresh, now).state).toBe('ERROR')
})

test('an outcome with data is taken as it is', () => {
  const ok = { state: 'OK', reason: null, message: 'Monitor Passed' } as const
  expect(judge(ok, policy('alarm'), alarmed, now)).toEqual({
    state: 'OK',
    message: 'Monitor Passed',
    counts: true,
  })
})
