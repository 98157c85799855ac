import { type Effect, isOf, type Known, tablesOf } from '#tests/kill-points/point.ts'

/** What needs no point: it says nothing that a promise rests on, or says again what the rows say anyway. */
const BESIDE: readonly [why: string, effect: Known][] = [
  ['that a process lives, and how it does', { writes: ['beat'] }],
  ['the same', { writes: ['vital'] }],
  ['when a source answered last', { writes: ['source'], butNot: ['audit'] }],
  ['when a key was used last', { writes: ['project_key'], butNot: ['audit'] }],
  [
    'what comes again is recognised: that is noted',
    { writes: ['intake_seen'], butNot: ['signature', 'metric_minute', 'event'] },
  ],
  [
    'the queue takes a job, or is done with it: rows say what is due',
    { writes: ['_private_jobs'] },
  ],
  ['the queue knows its tasks', { writes: ['_private_tasks'] }],
  ['and its times', { writes: ['_private_known_crontabs'] }],
  [
    'a net: lanes are woken again',
    { writes: ['job'], butNot: ['run', 'delivery', 'post', 'stream'] },
  ],
  ['a clock that was put back: derived again', { writes: ['monitor'], says: 'set scheduled_from' }],
  [
    'names of events of which there are none: found again',
    { writes: ['event_type'], says: 'delete' },
  ],
  ['the same of hosts', { writes: ['event_host'], says: 'delete' }],
]

/** The tables of those effects that neither a point nor a reason is known for: a step that nobody is killed at. */
export const unnamed = (effects: readonly Effect[], known: readonly Known[]): string[][] =>
  effects
    .filter(
      effect => ![...known, ...BESIDE.map(([, beside]) => beside)].some(one => isOf(one, effect)),
    )
    .map(({ says }) => [...tablesOf(says)])
