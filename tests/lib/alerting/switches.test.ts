import { expect, test } from 'vitest'
import { DEFAULT_STATES, STATES, statesTold, tells } from '#lib/alerting/switches.ts'

const byDefault = { enabled: true, states: DEFAULT_STATES }

test('an alert tells OK, ALARM and ERROR unless told otherwise', () => {
  expect(statesTold(byDefault)).toEqual(['OK', 'ALARM', 'ERROR'])
})

test('the states stand in their order, whatever the order of the switches', () => {
  expect(statesTold({ enabled: true, states: ['INACTIVE', 'ALARM'] })).toEqual([
    'ALARM',
    'INACTIVE',
  ])
})

test('switched off, it tells nothing', () => {
  expect(statesTold({ enabled: false, states: STATES })).toEqual([])
})

test.each([
  ['INACTIVE', 'OK', true],
  ['OK', 'ALARM', true],
  ['ALARM', 'ERROR', true],
  ['ALARM', 'ALARM', false],
  ['ERROR', 'INACTIVE', false],
] as const)('%s to %s is told: %s', (from, to, isTold) => {
  expect(tells(byDefault, from, to)).toBe(isTold)
})
