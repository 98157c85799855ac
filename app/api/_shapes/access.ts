import { z } from 'zod'
import { id, paging, q } from '#app/api/_shapes/lists.ts'
import { groupName } from '#lib/access/groups/schema.ts'
import { RIGHT_NAMES, ROLES } from '#lib/access/rights.ts'

export const one = z.object({ id })
export const oneGroup = z.object({ name: groupName })
export const oneMember = oneGroup.extend({ id })

export const peopleQuery = paging.extend({
  q,
  role: z.enum(ROLES).optional(),
  group: groupName.optional().describe('Only people who are in it.'),
})
export const groupQuery = paging.extend({ q })
export const tokenQuery = paging.extend({
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

export const newMember = z.strictObject({ id: z.int().positive().describe('Of the person.') })

export const me = z.strictObject({
  id: z.int().nullable().describe('Null: a token, or somebody who came by the one-time link.'),
  name: z.string(),
  role: z.enum(ROLES),
  scope: z.array(z.string()).describe('What a token is narrowed to; none: all the role may.'),
  rights: z.array(z.enum(RIGHT_NAMES)).describe('All that may be done.'),
  groups: z.array(z.string()),
})
