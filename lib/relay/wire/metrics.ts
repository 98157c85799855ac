import { z } from 'zod'
import { KINDS } from '#lib/metrics/terms.ts'

/** More buckets than any instrument has. */
const BUCKETS = 10_000
const STREAM_LENGTH = 500

const filters = z.array(z.object({ name: z.string(), values: z.array(z.string()) }))
const metric = { name: z.string(), kind: z.enum(KINDS), at: z.number(), filters }
const sum = z.number().nullable()
const range = z.object({ min: z.number().nullable(), max: z.number().nullable() })
const numbers = z.array(z.number()).max(BUCKETS)
const indexed = z.array(z.tuple([z.int(), z.number()])).max(BUCKETS)

const counted = z.discriminatedUnion('of', [
  z.object({ of: z.literal('sum'), sum: z.number() }),
  z.object({ of: z.literal('mean'), sum: z.number(), count: z.number() }),
  z
    .object({ of: z.literal('buckets'), sum, bounds: numbers, counts: numbers, range })
    .refine(({ bounds, counts }) => counts.length === bounds.length + 1),
  z.object({
    ...{ of: z.literal('exponents'), sum, scale: z.int().min(-100).max(100), zero: z.number() },
    ...{ positive: indexed, negative: indexed, range },
  }),
])

const running = z.object({
  stream: z.string().max(STREAM_LENGTH),
  family: z.string().max(STREAM_LENGTH),
  since: z.number().nullable(),
})

/** An update as a relay sends it on, or a point that its sender has counted. Whether its names fit, the intake decides. */
export const relayedMetric = z.union([
  z.object({ ...metric, value: z.number(), times: z.number() }),
  z.object({ ...metric, counted, running: running.nullable() }),
])
