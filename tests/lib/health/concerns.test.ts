import { expect, test } from 'vitest'
import type { Process } from '#lib/health/installation/data.ts'
import { concernsOf } from '#lib/health/vitals/concerns.ts'
import type { Vitals } from '#lib/health/vitals/read.ts'

const GIB = 2 ** 30
const now = new Date()
const quiet = { waiting: 0, oldestSeconds: 0, died: 0, dead: 9, stuck: [] }
const well: Vitals = {
  runs: { done: 10, lateP50: 0.1, lateP99: 0.5, killed: { timeout: 0, memory: 0, lost: 0 } },
  overdue: 0,
  deliveries: quiet,
  posts: quiet,
  intake: [{ input: 'http', outcome: 'accepted', count: 1_000 }],
  storage: {
    ...{ bytes: GIB, growth: 1, connections: 30, connectionLimit: 97, partitions: 30 },
    transactionsLeft: 2_000_000_000,
  },
  failing: [],
}
const process = (rest: Partial<Process> = {}): Process => ({
  ...{ id: 'a', role: 'intake', host: 'one', pid: 1, memoryBytes: 1 },
  ...{ startedAt: now, beatAt: now, engine: null, intake: null },
  disk: { freeBytes: 50 * GIB, bytes: 100 * GIB },
  ...rest,
})
const intake = { listeners: [], messagesPerSecond: 0, accepted: 0, dropped: 0, backlog: 0 }
const disk = (free: number, bytes: number) => [
  process({ disk: { freeBytes: free * GIB, bytes: bytes * GIB } }),
]
const dropped = (outcome: string) => ({ intake: [{ input: 'http', outcome, count: 7 }] })

test.each<[string, Partial<Vitals>, Process[], string[]]>([
  ['all is well', {}, [process()], []],
  [
    'nobody sends to an alert',
    { deliveries: { ...quiet, stuck: [{ to: 'ops', due: 2, seconds: 300 }] } },
    [],
    ['nothing is sent to the alert ops, though 2 messages have been due for 5 min'],
  ],
  [
    'nobody sends to a webhook',
    { posts: { ...quiet, stuck: [{ to: 'example.com', due: 1, seconds: 119 }] } },
    [],
    ['nothing is sent to the webhook example.com, though 1 message has been due for 119 s'],
  ],
  [
    'no database for an intake',
    {},
    [process({ intake: { ...intake, isAway: true } })],
    ['the intake on one cannot write to the database'],
  ],
  [
    'no room when a process was killed, and room now',
    {},
    [...disk(0.5, 100).map(one => ({ ...one, beatAt: new Date(+now - 31_000) })), process()],
    [],
  ],
  ['no room at all', {}, disk(0.5, 100), ['the disk of the data folder on one is full: 1 % free']],
])('%s: it is degraded, or not', (_, vitals, processes, problems) => {
  expect(concernsOf({ ...well, ...vitals }, processes, now).problems).toEqual(problems)
})

test.each<[string, Partial<Vitals>, Process[], string[]]>([
  ['all is well', {}, [process()], []],
  ['runs do not come', { overdue: 2 }, [], ['2 monitors overdue']],
  [
    'a delivery that waits for long',
    { deliveries: { ...quiet, waiting: 1, oldestSeconds: 1_200 } },
    [],
    ['1 delivery waiting, the oldest for 20 min'],
  ],
  [
    'posts that were given up',
    { posts: { ...quiet, died: 2 } },
    [],
    ['2 posts of streams given up within the last hour'],
  ],
  [
    'no room for what comes in',
    dropped('overloaded'),
    [],
    ['7 messages dropped for want of room in the last 5 minutes'],
  ],
  ['what senders did wrong is theirs', dropped('unauthorized'), [], []],
  [
    'an archive that is away',
    { failing: [{ task: 'clean-up-events', attempts: 3, givenUp: 0 }] },
    [],
    ['moving old events into the archive, or deleting them, failed, 3 times so far'],
  ],
  [
    'a job that is given up',
    { failing: [{ task: 'reclassify', attempts: 25, givenUp: 1 }] },
    [],
    ['reclassify failed and is not tried again (1 time)'],
  ],
  [
    'little room',
    {},
    [...disk(5, 100), ...disk(5, 100)],
    ['the disk of the data folder on one is nearly full: 5 % free'],
  ],
  ['a small part of a large disk is room enough', {}, disk(20, 1_000), []],
  ['a large part of a small disk is room enough', {}, disk(0.1, 0.2), []],
  [
    'few connections',
    { storage: { ...well.storage, connections: 90 } },
    [],
    ['90 of 97 connections of the database are taken'],
  ],
  [
    'a transport in trouble',
    {},
    [process({ intake: { ...intake, isAway: false, redis: { problem: 'refused' } } })],
    ['Redis, as the intake on one sees it: refused'],
  ],
])('%s: somebody is told to look, or not', (_, vitals, processes, warnings) => {
  expect(concernsOf({ ...well, ...vitals }, processes, now).warnings).toEqual(warnings)
})
