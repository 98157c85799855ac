import type { Actor, Person } from '#lib/access/person.ts'
import { UserError } from '#lib/failures.ts'
import type { Reach } from '#lib/plugin.ts'

/**
 * Reads of sources, projects, monitors and of what belongs to them take the reach of whoever asks. What it leaves out
 * is not there for them: not found, and in no list or count.
 */
export type { Reach } from '#lib/plugin.ts'

/** For Belfry's own work. */
export const everything: Reach = { all: true }

/** Admins come at everything, others by their groups. */
export const reachOf = ({ role, groups }: Pick<Person, 'role' | 'groups'>): Reach =>
  role === 'admin' ? everything : { all: false, groups }

/** A monitor's runs come at what its own groups open, whoever wrote it. */
export const reachOfMonitor = (groups: readonly string[]): Reach => ({ all: false, groups })

/** The whole rule: `limit` are the groups that something is limited to; none: it is for all. */
export const reaches = (reach: Reach, limit: readonly string[]): boolean =>
  reach.all || limit.length === 0 || limit.some(group => reach.groups.includes(group))

/** The same as a condition of Prisma on a table with a column `groups`. */
export const whereReached = (reach: Reach) =>
  reach.all
    ? {}
    : { OR: [{ groups: { isEmpty: true } }, { groups: { hasSome: [...reach.groups] } }] }

/** The same in SQL: `column` is of type text[], `parameter` stands for `groupsOf(reach)`. */
export const reachedSql = (column: string, parameter: string) =>
  `(${parameter}::text[] is null or ${column} = '{}' or ${column} && ${parameter}::text[])`

/** Null: everything. */
export const groupsOf = (reach: Reach): string[] | null => (reach.all ? null : [...reach.groups])

/** Who changes something: whom it is put down to, and what they come at. A Person is one. */
export type Changer = Actor & Pick<Person, 'role' | 'groups'>

/**
 * Throws a UserError (field `groups`) unless whoever gives a monitor these groups is in all of them: its script comes
 * at what they open.
 */
export function refuseForeignGroups(by: Changer, groups: readonly string[]): void {
  if (by.role === 'admin') return
  const foreign = groups.filter(group => !by.groups.includes(group))
  if (foreign.length === 0) return
  const problem = `${foreign.join(', ')}: only whoever is in it may have a monitor use it`
  throw new UserError(`groups: ${problem}`, { fields: { groups: problem } })
}
