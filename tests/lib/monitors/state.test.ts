import { describe, expect, test } from 'vitest'
import { advance, type MonitorState, type RunState } from '#lib/monitors/state.ts'

const at = new Date('2026-01-02T03:04:05Z')
const healthy: MonitorState = { state: 'OK', since: new Date('2026-01-01'), pending: null }
const twoInARow = { after: { OK: 1, ALARM: 2, ERROR: 3 } }
const named = (letter: string): RunState =>
  letter === 'O' ? 'OK' : letter === 'A' ? 'ALARM' : 'ERROR'
const after = (start: MonitorState, outcomes: string) =>
  [...outcomes].reduce((state, o) => advance(state, named(o), twoInARow, at), start)

test.each([
  ['one alarm is forgiven', 'A', 'OK'],
  ['two in a row are not', 'AA', 'ALARM'],
  ['an OK in between starts the count again', 'AOA', 'OK'],
  ['errors and alarms count apart', 'AEAE', 'OK'],
  ['an error needs its own number', 'EE', 'OK'],
  ['and is believed then', 'EEE', 'ERROR'],
  ['back to OK goes at once', 'AAO', 'OK'],
  ['from one bad state to the other takes its number too', 'AAEEE', 'ERROR'],
])('%s', (_, outcomes, expected) => expect(after(healthy, outcomes).state).toBe(expected))

describe('the first run of an INACTIVE monitor', () => {
  const inactive: MonitorState = { ...healthy, state: 'INACTIVE' }

  test.each(['O', 'A', 'E'])('is believed at once (%s)', outcome => {
    expect(advance(inactive, named(outcome), twoInARow, at)).toMatchObject({
      state: named(outcome),
      since: at,
      because: 'the first run is believed at once',
    })
  })
})

test('the time of a state is that of its turn, not of the runs that confirm it', () => {
  expect(after(healthy, 'O').since).toEqual(healthy.since)
  expect(after(healthy, 'AA').since).toEqual(at)
})

test('what is not believed yet is told with its count', () => {
  const step = advance(healthy, 'ERROR', twoInARow, at)
  expect(step.pending).toEqual({ state: 'ERROR', count: 1 })
  expect(step.because).toBe('ERROR 1 of 3 in a row')
})
