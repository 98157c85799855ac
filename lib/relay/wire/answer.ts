import { z } from 'zod'
import { metricSettings } from '#lib/metrics/settings.ts'
import { PROTOCOLS } from '#lib/projects/schema.ts'

/** What became of a unit. `later`: nothing of it was taken, and the same may come again, here or elsewhere. */
const unitAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('taken'), outcomes: z.record(z.string(), z.number()) }),
  z.object({ status: z.literal('refused'), reason: z.string() }),
  z.object({
    ...{ status: z.literal('later'), reason: z.string(), seconds: z.number() },
    code: z.enum(['too_many', 'unavailable']),
  }),
])
export type UnitAnswer = z.output<typeof unitAnswer>

/** What a relay knows of a project: the rest is the centre's. */
export const remoteProject = z.object({
  id: z.int(),
  name: z.string(),
  protocols: z.array(z.enum(PROTOCOLS)).nullable(),
  metrics: metricSettings.pick({ gottwall: true, otlp: true }),
})
export type RemoteProject = z.output<typeof remoteProject>

/** The answer to `POST /relay`, a unit's in the place of the unit. */
export const answer = z.object({
  /** the centre's clock, in milliseconds since 1970 */
  now: z.number(),
  project: remoteProject,
  units: z.array(unitAnswer),
})
export type Answer = z.output<typeof answer>
