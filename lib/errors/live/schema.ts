import { z } from 'zod'
import { levelName } from '#lib/errors/schema.ts'

/** As many errors a page of what comes in shows at most. */
export const NEWEST_LIMIT = 100

/** An error that just came in, as far as a line shows it. */
const newestError = z.strictObject({
  id: z.int(),
  signatureId: z.int().describe('The signature that it is shown with.'),
  at: z.iso.datetime(),
  project: z.string().describe("The project's name."),
  level: levelName,
  host: z.string(),
  program: z.string(),
  message: z.string().describe('Cut to what one line shows.'),
})
export type NewestError = z.output<typeof newestError>

export const newestErrors = z.strictObject({
  items: z.array(newestError).describe('Newest first.'),
  perSecond: z
    .number()
    .describe('Errors a second in the last ten, of the project or of all, whatever else is asked.'),
})
export type NewestErrors = z.output<typeof newestErrors>

/** Which errors; what is left out does not choose. */
export interface NewestFilter {
  /** a project's name */
  project?: string | undefined
  /** this level and worse ones */
  level?: z.output<typeof levelName> | undefined
  host?: string | undefined
  /** in the message, program or host */
  q?: string | undefined
}
