import type { Process } from '#lib/health/installation/data.ts'
import type { Family, Labels, Sample } from '#lib/health/metrics/text.ts'
import { LATENESS_BOUNDS } from '#lib/runs/lateness.ts'

type Reading = readonly [
  name: string,
  help: string,
  type: Family['type'],
  /** null or undefined: this process does not tell */
  read: (process: Process) => number | null | undefined,
]

const READINGS: readonly Reading[] = [
  [
    'belfry_process_start_time_seconds',
    'When it began, Unix time.',
    'gauge',
    ({ startedAt }) => startedAt.getTime() / 1000,
  ],
  [
    'belfry_process_resident_memory_bytes',
    'Memory that it has.',
    'gauge',
    ({ memoryBytes }) => memoryBytes,
  ],
  [
    'belfry_disk_free_bytes',
    'Free on the disk of its data folder.',
    'gauge',
    ({ disk }) => disk?.freeBytes,
  ],
  ['belfry_disk_size_bytes', 'Size of that disk.', 'gauge', ({ disk }) => disk?.bytes],
  ['belfry_schedules', 'Schedules that it keeps.', 'gauge', ({ engine }) => engine?.schedules],
  ['belfry_runs_under_way', 'Runs that it has.', 'gauge', ({ engine }) => engine?.runs],
  [
    'belfry_streams_under_way',
    'Streams whose pipelines it runs.',
    'gauge',
    ({ engine }) => engine?.streams,
  ],
  [
    'belfry_scripts_total',
    'Scripts that were run in its sandbox.',
    'counter',
    ({ engine }) => engine?.sandbox.runs,
  ],
  [
    'belfry_runner_starts_total',
    'Runner processes that were started.',
    'counter',
    ({ engine }) => engine?.sandbox.starts,
  ],
  [
    'belfry_intake_backlog',
    'Things taken in that are not written yet.',
    'gauge',
    ({ intake }) => intake?.backlog,
  ],
  [
    'belfry_intake_away',
    '1 while it cannot write to the database.',
    'gauge',
    ({ intake }) => intake && Number(intake.isAway),
  ],
  [
    'belfry_redis_waiting',
    'Elements in Redis that are not taken yet.',
    'gauge',
    ({ intake }) => intake?.redis?.waiting,
  ],
  [
    'belfry_redis_up',
    '0 while it has trouble with Redis.',
    'gauge',
    ({ intake }) => isUp(intake?.redis),
  ],
  [
    'belfry_nats_waiting',
    'Messages in JetStream that are not written yet.',
    'gauge',
    ({ intake }) => intake?.nats?.waiting,
  ],
  [
    'belfry_nats_up',
    '0 while it has trouble with NATS.',
    'gauge',
    ({ intake }) => isUp(intake?.nats),
  ],
]

const isUp = (transport: { problem?: string | null | undefined } | undefined) =>
  transport && Number(!transport.problem)

/** What processes tell of themselves: each has series of its own, which begin anew when it does. */
export const processFamilies = (processes: readonly Process[], now: Date): Family[] => [
  familyOf(processes, [
    'belfry_process_beat_age_seconds',
    'Since its last sign of life.',
    'gauge',
    ({ beatAt }) => (now.getTime() - beatAt.getTime()) / 1000,
  ]),
  ...READINGS.map(reading => familyOf(processes, reading)),
  startDelays(processes),
  kills(processes),
]

const familyOf = (processes: readonly Process[], [name, help, type, read]: Reading): Family => ({
  ...{ name, help, type },
  samples: processes.flatMap(process => {
    const value = read(process)
    return value === null || value === undefined ? [] : [{ labels: labelsOf(process), value }]
  }),
})

const labelsOf = ({ role, host, pid }: Process): Labels => ({ role, process: `${host}:${pid}` })

const kills = (processes: readonly Process[]): Family => ({
  name: 'belfry_scripts_killed_total',
  help: 'Scripts that were ended from outside, by reason.',
  type: 'counter',
  samples: processes.flatMap(process => {
    if (!process.engine) return []
    const { timeouts: timeout, outOfMemory: memory, lost } = process.engine.sandbox
    return Object.entries({ timeout, memory, lost }).map(([reason, value]) => ({
      ...{ labels: { ...labelsOf(process), reason }, value },
    }))
  }),
})

const startDelays = (processes: readonly Process[]): Family => ({
  name: 'belfry_run_start_delay_seconds',
  help: 'From the planned time of a run to its start.',
  type: 'histogram',
  samples: processes.flatMap(delaysOf),
})

function delaysOf(process: Process): Sample[] {
  if (!process.engine) return []
  const { counts, sumMs } = process.engine.lateness
  // An engine of another release may count by other bounds.
  if (counts.length !== LATENESS_BOUNDS.length) return []
  const labels = labelsOf(process)
  const upTo = (bound: number) => ({ ...labels, le: bound === Infinity ? '+Inf' : String(bound) })
  return [
    ...LATENESS_BOUNDS.map((bound, i) => ({
      ...{ suffix: '_bucket', labels: upTo(bound), value: counts[i] ?? 0 },
    })),
    { suffix: '_sum', labels, value: sumMs / 1000 },
    { suffix: '_count', labels, value: counts.at(-1) ?? 0 },
  ]
}
