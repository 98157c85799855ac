import { z } from 'zod'
import { timezoneProblem } from '#lib/timezone.ts'

const text = z.string().min(1).max(100)
const days = z.int().min(1).max(36_500).nullable()
const delimiter = z.string().min(1).max(100)

/** How a project's numbers are counted, and for how long they are kept. */
export const metricSettings = z.strictObject({
  timezone: z
    .string()
    .max(100)
    .default('UTC')
    .refine(zone => timezoneProblem(zone) === null, 'is not a time zone, like Europe/Zurich')
    .describe('Days, weeks, months and years begin when its clocks say so.'),
  sets: z
    .array(
      z
        .array(text)
        .min(2, 'a set has at least two filters')
        .max(5, 'a set has at most five filters')
        .refine(names => new Set(names).size === names.length, 'a set names a filter twice'),
    )
    .max(20)
    .default([])
    .describe('Filters that are also counted together, like [["country", "device"]].'),
  pastDays: days.default(null).describe('What is older is refused; null: nothing is too old.'),
  futureMinutes: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(1_440)
    .describe('What is further ahead of the clock is refused.'),
  keepDays: z
    .strictObject({
      minute: days.default(30),
      hour: days.default(730),
      day: days.default(null),
      month: days.default(null),
    })
    .prefault({})
    .describe(
      'For how long buckets are kept; weeks live as long as days, years as months; null: for ever.',
    ),
  gottwall: z
    .strictObject({
      streamAuth: delimiter.default('--stream-auth--'),
      datagramAuth: delimiter.default('--chunk-auth--'),
      chunk: delimiter.default('--chunk--'),
      freshSeconds: z
        .int()
        .min(1)
        .max(31_536_000)
        .nullable()
        .default(null)
        .describe('Signed headers of another time than this far around now are refused.'),
    })
    .prefault({})
    .describe('What GottWall clients put between header and messages.'),
  otlp: z
    .strictObject({
      resource: z
        .array(text)
        .max(10)
        .default([
          ...['service.name', 'service.namespace', 'host.name'],
          ...['deployment.environment.name', 'deployment.environment'],
        ])
        .describe('Attributes of the resource that become filters, beside those of the points.'),
    })
    .prefault({})
    .describe('What of OpenTelemetry’s metrics is counted.'),
})
export type MetricSettings = z.output<typeof metricSettings>
