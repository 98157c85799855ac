import { ROLES, type Role } from '#lib/access/rights.ts'
import type { Identity } from '#lib/access/sign-in/claims.ts'
import type { GroupRole } from '#lib/sign-in-settings.ts'

/** Who gave a role: the default, the provider's groups, `BELFRY_ADMINS` or an admin. */
export type RoleFrom = 'default' | 'claims' | 'environment' | 'admin'

export interface HeldRole {
  role: Role
  roleFrom: string
}

export interface RoleRules {
  /** in lower case */
  admins: readonly string[]
  roles: readonly GroupRole[]
  /** what somebody gets at their first sign-in when nothing else gives them a role */
  otherwise: Role
}

/**
 * The role that somebody has after signing in: `BELFRY_ADMINS` go first, what an admin gave stays, then the
 * highest that the provider's groups give. Whoever had the default keeps it as it was.
 */
export function roleOf(
  { email, groups }: Pick<Identity, 'email' | 'groups'>,
  held: HeldRole | null,
  { admins, roles, otherwise }: RoleRules,
): { role: Role; roleFrom: RoleFrom } {
  if (admins.includes(email)) return { role: 'admin', roleFrom: 'environment' }
  if (held?.roleFrom === 'admin') return { role: held.role, roleFrom: 'admin' }

  const given = roles.filter(({ group }) => groups.includes(group)).map(({ role }) => role)
  const highest = ROLES.findLast(role => given.includes(role))
  if (highest) return { role: highest, roleFrom: 'claims' }

  return { role: held?.roleFrom === 'default' ? held.role : otherwise, roleFrom: 'default' }
}
