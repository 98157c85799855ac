import type { Actor, Person } from '#lib/access/person.ts'

/**
 * What somebody, or a monitor, comes at: everything, or what is limited to nobody or to one of these groups.
 * Reads of sources, projects, monitors and of what belongs to them take it; what it leaves out is not there.
 */
export type Reach = { all: true } | { all: false; groups: readonly string[] }

/** For Belfry's own work. */
export const everything: Reach = { all: true }

/** Admins come at everything, others by their groups. */
export const reachOf = ({ role, groups }: Pick<Person, 'role' | 'groups'>): Reach =>
  role === 'admin' ? everything : { all: false, groups }

/** Who changes something: whom it is put down to, and what they come at. A Person is one. */
export type Changer = Actor & Pick<Person, 'role' | 'groups'>

/** A monitor's runs come at what its own groups open, whoever wrote it. */
export const reachOfMonitor = ({ groups }: { groups: readonly string[] }): Reach => ({
  all: false,
  groups,
})

/** The whole rule: `limit` are the groups that something is limited to; none: it is for all. */
export const reaches = (reach: Reach, limit: readonly string[]): boolean =>
  reach.all || limit.length === 0 || limit.some(group => reach.groups.includes(group))

/** The same as a condition of Prisma on a table's column `groups`. */
export const within = (reach: Reach) =>
  reach.all
    ? {}
    : { OR: [{ groups: { isEmpty: true } }, { groups: { hasSome: [...reach.groups] } }] }

/** The same in SQL: `column` is one of type text[], `groups` a parameter that holds `groupsOf(reach)`. */
export const withinSql = (column: string, groups: string) =>
  `(${groups}::text[] is null or ${column} = '{}' or ${column} && ${groups}::text[])`

/** Null: everything. */
export const groupsOf = (reach: Reach): string[] | null => (reach.all ? null : [...reach.groups])
