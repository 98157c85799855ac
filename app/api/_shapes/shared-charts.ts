import { z } from 'zod'
import { id, paging, q } from '#app/api/_shapes/lists.ts'

export const oneShared = z.object({ id })

export const sharedQuery = paging.extend({
  q,
  revoked: z
    .stringbool()
    .optional()
    .describe('`true`: only those that are; `false`: only those that are not.'),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, 'is none of this list')
    .optional()
    .describe('`next` of the page before.'),
})
