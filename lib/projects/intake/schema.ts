import { z } from 'zod'

const moment = z.iso.datetime()

/** What came in for one project, by input and by what became of it. */
export const intakeView = z.strictObject({
  from: moment,
  to: moment,
  bucketMs: z.int().describe('Each point stands for so long.'),
  times: z.array(z.int()).describe('Where the points begin, Unix milliseconds.'),
  taken: z.array(z.int()),
  dropped: z.array(z.int()),
  inputs: z.array(
    z.strictObject({
      input: z.string(),
      reason: z.string().nullable().describe('Why it was dropped; null: it was taken.'),
      count: z.int(),
      lastAt: moment.describe('The last minute in which there was any.'),
    }),
  ),
})
export type IntakeView = z.output<typeof intakeView>
