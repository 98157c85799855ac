import { z } from 'zod'

const moment = z.iso.datetime()

/** What became of messages that were not dropped; anything else is the reason why one was. */
export const TAKEN = ['accepted', 'kept']

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
      outcome: z
        .string()
        .describe('`accepted`: counted as errors; `kept`: less bad; else why they were dropped.'),
      count: z.int(),
      lastAt: moment.describe('The last minute in which there was any.'),
    }),
  ),
})
export type IntakeView = z.output<typeof intakeView>
