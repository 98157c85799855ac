import { ROLES, type Role } from '#lib/access/rights.ts'
import { type Db, db, type Tx } from '#lib/db/client.ts'

/** Of the table `setting`. */
export const DEFAULT_ROLE_KEY = 'access.default-role'

/** The role that somebody of the domain gets at their first sign-in when nothing else gives them one. */
export async function defaultRole(client: Db | Tx = db()): Promise<Role> {
  const row = await client.setting.findUnique({ where: { key: DEFAULT_ROLE_KEY } })
  return ROLES.find(role => role === row?.value) ?? 'viewer'
}
