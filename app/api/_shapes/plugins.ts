import { z } from 'zod'
import { paging, q } from '#app/api/_shapes/lists.ts'

export const pluginQuery = paging.extend({ q })

/** Settings to try before they are saved: with nothing given, the saved ones. */
export const trial = z
  .strictObject({
    type: z.string().optional().describe('Of one that is not saved yet.'),
    config: z
      .record(z.string(), z.unknown())
      .default({})
      .describe('What differs from the saved settings.'),
  })
  .prefault({})
