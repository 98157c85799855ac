import { type Changer, reaches, reachOf } from '#lib/access/reach.ts'
import { UserError } from '#lib/failures.ts'

/**
 * Throws a UserError (field `groups`) when somebody limits a dashboard to groups that they are not in, or so that they
 * would not see it any more. Groups that it has already may stay.
 */
export function refuseGroups(
  by: Changer,
  groups: readonly string[],
  before: readonly string[] = [],
): void {
  if (by.role === 'admin') return
  const foreign = groups.filter(group => !before.includes(group) && !by.groups.includes(group))
  if (foreign.length > 0) throw unfit(`you are not in ${foreign.join(', ')}`)
  if (!reaches(reachOf(by), groups)) throw unfit('you are in none of them')
}

const unfit = (problem: string) =>
  new UserError(`The dashboard is not valid. groups: ${problem}`, { fields: { groups: problem } })
