import { requireGrantable } from '#lib/access/grant.ts'
import type { PersonPatch, PersonView } from '#lib/access/people/schema.ts'
import type { Person } from '#lib/access/person.ts'
import { UserError } from '#lib/failures.ts'

/** What the environment says about people, which goes before what is stored. */
export interface Rules {
  /** `BELFRY_ADMINS`, in lower case: admins for good */
  admins: readonly string[]
}

/** Throws a UserError when a change is not for this admin to make, or is the environment's. */
export function refuseChange(
  before: PersonView,
  patch: PersonPatch,
  by: Person,
  { admins }: Rules,
) {
  const isFixed = admins.includes(before.email)
  if (isFixed && (patch.disabled || (patch.role && patch.role !== 'admin')))
    throw new UserError('BELFRY_ADMINS names this person; take them out of it first.', {
      code: 'conflict',
    })
  // Letting somebody in again gives them what they had.
  if (patch.role || patch.disabled === false)
    requireGrantable(by, { role: patch.role ?? before.role, scope: [] })
}

/** What a change writes. */
export const columnsOf = (before: PersonView, { name, role, disabled }: PersonPatch) => ({
  ...(name !== undefined && { name }),
  ...(role && { role, roleFrom: 'admin' }),
  ...(disabled === false && { disabledAt: null }),
  ...(disabled && !before.disabledAt && { disabledAt: new Date() }),
})

/** What the trail tells of somebody. */
export const factsOf = ({ email, name, role, roleFrom, disabledAt }: PersonView) => ({
  ...{ email, name, role, roleFrom },
  disabled: disabledAt !== null,
})
