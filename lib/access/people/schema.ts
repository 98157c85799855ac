import { z } from 'zod'
import { ROLES } from '#lib/access/rights.ts'

const role = z.enum(ROLES)
const name = z
  .string()
  .trim()
  .max(100)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'must be one line of text')

/** The body of `POST /api/users`. */
export const personInput = z.strictObject({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.email('must be an e-mail address').max(254))
    .describe('The address by which the provider will know them.'),
  name: name.default('').describe('Until the provider says one.'),
  role: role.optional().describe('Left out: the default role.'),
})
export type PersonInput = z.output<typeof personInput>

/** The body of `PATCH /api/users/{id}`; what is left out stays. */
export const personPatch = z.strictObject({
  name: name.optional(),
  role: role.optional(),
  disabled: z
    .boolean()
    .optional()
    .describe('They may not come in: their sessions end, and the tokens they made are revoked.'),
})
export type PersonPatch = z.output<typeof personPatch>

const moment = z.iso.datetime()

export const personView = z.strictObject({
  id: z.int(),
  email: z.string(),
  name: z.string(),
  role,
  roleFrom: z
    .enum(['default', 'claims', 'environment', 'admin'])
    .describe('Who gave it: the default, the provider’s groups, BELFRY_ADMINS, or an admin.'),
  groups: z.array(
    z.strictObject({
      name: z.string(),
      claimed: z.boolean().describe('The provider says so, and takes it back.'),
    }),
  ),
  createdAt: moment,
  seenAt: moment.nullable().describe('Their last sign-in; null: never yet.'),
  disabledAt: moment.nullable(),
  sessions: z.int().describe('Browsers in which they are signed in.'),
  tokens: z.array(z.string()).describe('Tokens of theirs that are not revoked.'),
})
export type PersonView = z.output<typeof personView>

/** The settings of people who come for the first time. */
export const peopleSettings = z.strictObject({
  defaultRole: role.describe('Whoever signs in first has it, unless something else gives a role.'),
})
