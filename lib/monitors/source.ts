import { z } from 'zod'
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
