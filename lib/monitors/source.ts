import { z } from 'zod'
import { readConcerns } from '#lib/health/report/data.ts'
import { intakeIn, killedIn, overdueNow, sendingNow, storageNow } from '#lib/health/source/data.ts'
import { defineSource } from '#lib/plugin.ts'
import {
  deliveryCounts,
  processes,
  runCounts,
  runLateness,
  runQueue,
  stateCounts,
} from '#lib/runs/data.ts'

const minutes = z
  .int()
  .min(1)
  .max(7 * 24 * 60)
  .optional()
  .meta({ title: 'minutes', description: 'How far to look back; default 10.' })
const count = z.int()
const sending = z.object({
  waiting: count,
  oldestSeconds: z.number(),
  died: count.meta({ description: 'Given up within the last hour.' }),
  stuck: count.meta({ description: 'Due for minutes, while nobody sends them.' }),
})

/** Belfry's own numbers, to be watched like everything else. */
export const belfry = defineSource({
  id: 'belfry',
  label: 'Belfry',
  description: 'Runs, lateness, queue, deliveries and processes of this installation.',
  config: z.object({}),

  methods: method => ({
    lateness: method({
      description: 'Seconds after their planned time at which runs began.',
      args: [minutes],
      returns: z.object({ p50: z.number(), p99: z.number(), max: z.number(), runs: count }),
      call: (_, [minutes = 10]) => runLateness(minutes),
    }),
    runs: method({
      description: 'How many planned runs came to what.',
      args: [minutes],
      returns: z.object({ OK: count, ALARM: count, ERROR: count, missed: count, skipped: count }),
      call: (_, [minutes = 10]) => runCounts(minutes),
    }),
    queue: method({
      description: 'Runs that wait and run now, and how many seconds the oldest is late.',
      args: [],
      returns: z.object({ waiting: count, running: count, oldestSeconds: z.number() }),
      call: () => runQueue(),
    }),
    deliveries: method({
      description: 'Deliveries that wait now, and those that were sent or given up.',
      args: [minutes],
      returns: z.object({ waiting: count, oldestSeconds: z.number(), sent: count, dead: count }),
      call: (_, [minutes = 10]) => deliveryCounts(minutes),
    }),
    sending: method({
      description: 'What waits to be sent now: deliveries of alerts, and posts of streams.',
      args: [],
      returns: z.object({ deliveries: sending, posts: sending }),
      call: () => sendingNow(),
    }),
    overdue: method({
      description:
        'Active monitors whose planned time passed more than a minute ago without a run.',
      args: [],
      returns: count,
      call: () => overdueNow(),
    }),
    killed: method({
      description:
        'Runs that were ended from outside: out of time, of memory, or lost with their process.',
      args: [minutes],
      returns: z.object({ timeout: count, memory: count, lost: count }),
      call: (_, [minutes = 10]) => killedIn(minutes),
    }),
    intake: method({
      description: 'How much came in and was dropped, in all and by reason.',
      args: [minutes],
      returns: z.object({ taken: count, dropped: count, reasons: z.record(z.string(), count) }),
      call: (_, [minutes = 10]) => intakeIn(minutes),
    }),
    storage: method({
      description:
        'Size of the database, its growth a day (null: not known yet), and its connections.',
      args: [],
      returns: z.object({
        bytes: z.number(),
        growth: z.number().nullable(),
        connections: count,
        connectionLimit: count,
        partitions: count,
      }),
      call: () => storageNow(),
    }),
    health: method({
      description:
        'What is wrong with this installation, and what somebody should look at, in words.',
      args: [],
      returns: z.object({ problems: z.array(z.string()), warnings: z.array(z.string()) }),
      call: () => readConcerns(),
    }),
    monitors: method({
      description: 'How many monitors are in each state.',
      args: [],
      returns: z.object({ OK: count, ALARM: count, ERROR: count, INACTIVE: count }),
      call: () => stateCounts(),
    }),
    processes: method({
      description: 'Processes of Belfry, and for how many seconds each was silent.',
      args: [],
      returns: z.array(
        z.object({
          role: z.string(),
          host: z.string(),
          startedAt: z.string(),
          silentSeconds: z.number(),
        }),
      ),
      call: () => processes(),
    }),
  }),

  check: () => runQueue(),
})
