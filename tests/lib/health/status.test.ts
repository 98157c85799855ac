import { expect, test } from 'vitest'
import { problemsOf } from '#lib/health/status.ts'

const now = new Date('2026-01-01T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)
const quiet = { due: 0, later: 0, running: 0, lagMs: 0 }
const healthy = { lastBeat: ago(5), processes: 1 }

test.each([
  ['all is well', healthy, 0, []],
  ['a beat of half a minute ago still counts', { ...healthy, lastBeat: ago(30) }, 0, []],
  [
    'an older one does not',
    { ...healthy, lastBeat: ago(31) },
    0,
    ['engine has been silent for 31 s'],
  ],
  ['a role that never was', { lastBeat: null, processes: 0 }, 0, ['no engine is running']],
  ['a job that is due for a minute still counts', healthy, 60_000, []],
  ['an older one does not', healthy, 61_000, ['a job has been due for 61 s']],
])('%s', (_, engine, lagMs, problems) => {
  const queues = { deliver: { due: 1, later: 0, running: 0, lagMs }, run: quiet }
  expect(problemsOf({ roles: { web: healthy, engine }, queues }, now)).toEqual(problems)
})

test('a stream that is due is no job', () => {
  const streams = { due: 1, later: 0, running: 0, lagMs: 90_000 }
  expect(problemsOf({ roles: {}, queues: { run: quiet, streams } }, now)).toEqual([
    'a stream has been due for 90 s',
  ])
})
