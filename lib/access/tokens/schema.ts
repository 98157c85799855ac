import { z } from 'zod'
import { groupNames } from '#lib/access/groups/schema.ts'
import { plainName } from '#lib/access/names.ts'
import { RIGHT_NAMES, ROLES } from '#lib/access/rights.ts'

const moment = z.iso.datetime({ offset: true })

/** The body of `POST /api/tokens`. */
export const tokenInput = z.strictObject({
  name: plainName.describe('Stands as the author of what is done with it.'),
  role: z.enum(ROLES).describe('It may do no more than this role.'),
  scope: z
    .array(z.enum(RIGHT_NAMES))
    .transform(rights => [...new Set(rights)])
    .default([])
    .describe('Narrows it to these rights; none: all that the role may.'),
  groups: groupNames.default([]).describe('What is limited to these groups is open to it.'),
  expiresAt: moment
    .nullable()
    .default(null)
    .describe('From then on it is refused; null: never by itself.'),
})
export type TokenInput = z.output<typeof tokenInput>

export const tokenView = z.strictObject({
  id: z.int(),
  name: z.string(),
  start: z.string().describe('How it begins, to tell one from another.'),
  role: z.enum(ROLES),
  scope: z.array(z.string()),
  groups: z.array(z.string()),
  createdBy: z.string(),
  createdAt: moment,
  expiresAt: moment.nullable(),
  revokedAt: moment.nullable().describe('Since then nobody gets in with it.'),
  lastUsedAt: moment.nullable().describe('To the minute.'),
  lastUsedFrom: z.string().nullable().describe('The address it was last used from.'),
})
export type TokenView = z.output<typeof tokenView>

/** A token with its secret, which is told this once. */
export const newTokenView = tokenView.extend({
  token: z.string().describe('Shown only now: send it as `Authorization: Bearer TOKEN`.'),
})
export type NewTokenView = z.output<typeof newTokenView>
