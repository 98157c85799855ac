import { expect, test } from 'vitest'
import { marksOf } from '#app/(signed-in)/streams/[id]/_timeline/marks.ts'

const NOW = Date.parse('2026-11-01T12:00:00Z')
const at = (time: string) => `2026-11-01T${time}:00.000000Z`
const stream = {
  ...{ firstEvent: at('10:00'), fireAt: null, expireAt: at('20:00'), changedAt: at('11:00') },
}

const told = (rest: Partial<Parameters<typeof marksOf>[0]>) =>
  marksOf({ ...stream, state: 'active', ...rest }, NOW).map(({ words }) => words)

test.each([
  ['one that collects expires later', {}, ['first event', 'now', 'expires']],
  [
    'one that is complete fires, and does not expire',
    { fireAt: at('13:00') },
    ['first event', 'now', 'fires'],
  ],
  [
    'one that expires before it would fire',
    { fireAt: at('21:00') },
    ['first event', 'now', 'expires', 'fires'],
  ],
  [
    'one that failed was due',
    { state: 'error', fireAt: at('10:30') },
    ['first event', 'due to fire', 'failed'],
  ],
  [
    'one that ended',
    { state: 'completed', expireAt: at('11:30') },
    ['first event', 'ended', 'expired'],
  ],
] as const)('%s', (_, given, words) => {
  expect(told(given)).toEqual(words)
})
