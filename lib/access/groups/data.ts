import type { Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'

/** Throws a UserError that names the groups that are not there. Those that are stay until the transaction ends. */
export async function requireGroups(tx: Tx, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  const found = await tx.$queryRaw<{ name: string }[]>`
    select name from person_group where name = any(${[...names]}) for share`
  const known = new Set(found.map(({ name }) => name))
  const missing = names.filter(name => !known.has(name))
  if (missing.length > 0)
    throw new UserError(`There is no group ${missing.join(', ')}.`, {
      fields: { groups: `not there: ${missing.join(', ')}` },
    })
}
