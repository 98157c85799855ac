import { z } from 'zod'
import { id, moment, paging, q } from '#app/api/_shapes/lists.ts'

/** The largest that the database's `integer` holds has ten digits; nine are enough. */
const cursor = z
  .string()
  .regex(/^\d{1,9}$/, 'is none of this list')
  .optional()
  .describe('`next` of the page before.')

export const projectQuery = paging.extend({ q, cursor })
export const oneProject = z.object({ id })
export const oneKeyOfProject = z.object({ id, keyId: id })

const time = moment.transform(text => new Date(text))

export const intakeQuery = z
  .strictObject({
    from: time.optional().describe('Default: an hour before `to`.'),
    to: time.optional().describe('Default: now.'),
  })
  .refine(({ from, to }) => !from || from < (to ?? new Date()), {
    path: ['from'],
    message: 'must be before `to`',
  })
