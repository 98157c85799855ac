import { z } from 'zod'

const share = z.number().min(0).max(1)

/** How a project's events are taken. */
export const eventSettings = z.strictObject({
  pastDays: z.int().min(1).max(366).default(7).describe('What ended longer ago is refused.'),
  futureMinutes: z
    .int()
    .min(0)
    .max(1_440)
    .default(60)
    .describe('What is further ahead of the clock is refused.'),
  rules: z
    .array(
      z.strictObject({
        type: z
          .string()
          .min(1)
          .max(200)
          .regex(/^[^*]*\*?$/, 'has a * only at its end')
          .describe('A type of events, or the beginning of several and a *.'),
        keep: share.describe('The share of them that is kept: 1 all, 0 none.'),
      }),
    )
    .max(100)
    .default([])
    .describe('The first one that fits decides; events of one tree are kept or dropped together.'),
  catchAll: z
    .boolean()
    .default(false)
    .describe('Notifications that no definition takes become events with the default traits.'),
})
export type EventSettings = z.output<typeof eventSettings>
