import { within } from '#lib/access/reach/data.ts'
import type { Reach } from '#lib/access/reach.ts'
import type { DashboardField } from '#lib/dashboards/definition.ts'
import type {
  DashboardContent,
  DashboardDefinition,
  DashboardVersion,
} from '#lib/dashboards/schema.ts'
import { db, Prisma } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { badCursor, type Items, itemsOf } from '#lib/items.ts'
import { likePattern } from '#lib/like.ts'
import { isId, storableText } from '#lib/storable.ts'

declare const reached: unique symbol
/** The number of a dashboard that was found with a reach. Its versions are read with such a one only. */
export type DashboardId = number & { readonly [reached]: 'dashboard' }

interface Saved {
  id: DashboardId
  version: number
  /** kept in line with belfry.yaml, not editable in the pages */
  declared: boolean
  createdAt: Date
  updatedAt: Date
  /** the author of its version */
  savedBy: string
}

export interface Dashboard extends DashboardDefinition, Saved {}

/** A dashboard in a list. */
export interface DashboardLine extends Omit<DashboardDefinition, 'panels'>, Saved {
  /** how many it has */
  panels: number
}

const COLUMNS = Prisma.sql`d.id, d.name, d.description, d.groups, d.version, d.declared,
  d.created_at as "createdAt", d.updated_at as "updatedAt",
  (select saved_by from dashboard_version v
    where v.dashboard_id = d.id and v.version = d.version) as "savedBy"`

export interface DashboardQuery {
  /** in the name, the description, or a text of a panel: its title, words, project, monitor or metrics */
  q?: string | undefined
  limit: number
  /** the number of the dashboard after which the page begins */
  cursor?: string | undefined
}

/** Dashboards by name, a page of them. */
export async function listDashboards(
  reach: Reach,
  { q, limit, cursor }: DashboardQuery,
): Promise<Items<DashboardLine>> {
  const rows = await db().$queryRaw<DashboardLine[]>`
    select ${COLUMNS}, d.content ->> 'range' as range,
      jsonb_array_length(d.content -> 'panels') as panels
    from dashboard d where ${isReached(reach)} and ${contains(q)} and ${isAfter(cursor)}
    order by lower(d.name), d.id limit ${limit + 1}`
  return itemsOf(rows, limit, ({ id }) => id)
}

/** Null when there is none. */
export async function findDashboard(reach: Reach, id: number): Promise<Dashboard | null> {
  if (!isId(id)) return null
  const [row] = await db().$queryRaw<(Omit<Dashboard, 'panels'> & { content: DashboardContent })[]>`
    select ${COLUMNS}, d.content from dashboard d where d.id = ${id} and ${isReached(reach)}`
  if (!row) return null
  const { content, ...dashboard } = row
  return { ...dashboard, ...content }
}

/** Throws a UserError (`not_found`) when there is none. */
export async function getDashboard(reach: Reach, id: number): Promise<Dashboard> {
  const dashboard = await findDashboard(reach, id)
  if (!dashboard) throw noDashboard(id)
  return dashboard
}

export interface VersionLine {
  version: number
  savedAt: Date
  savedBy: string
  /** names of the fields that differ from the version before; of who may see it only when that was all */
  changed: DashboardField[]
}

/** Newest first. */
export async function versionsOf(
  dashboardId: DashboardId,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Items<VersionLine>> {
  const before = cursor === undefined ? 2 ** 31 - 1 : Number(cursor)
  if (!isId(before)) throw badCursor()
  const rows = await db().$queryRaw<VersionLine[]>`
    select v.version, v.saved_at as "savedAt", v.saved_by as "savedBy", case when old.version is null
      then '{}' else array_remove(array[
        case when v.name <> old.name then 'name' end,
        case when v.description <> old.description then 'description' end,
        case when v.content -> 'range' <> old.content -> 'range' then 'range' end,
        case when v.content -> 'panels' <> old.content -> 'panels' then 'panels' end,
        case when (v.name, v.description, v.content) = (old.name, old.description, old.content)
          then 'groups' end], null)
      end as changed
    from dashboard_version v left join dashboard_version old
      on old.dashboard_id = v.dashboard_id and old.version = v.version - 1
    where v.dashboard_id = ${dashboardId} and v.version < ${before}::int
    order by v.version desc limit ${limit + 1}`
  return itemsOf(rows, limit, ({ version }) => version)
}

/** A version, whole; null when there is none. */
export async function findVersion(
  dashboardId: DashboardId,
  version: number,
): Promise<DashboardVersion | null> {
  if (!isId(version)) return null
  const row = await db().dashboardVersion.findUnique({
    where: { dashboardId_version: { dashboardId, version } },
  })
  if (!row) return null
  const { name, description, savedAt, savedBy, content } = row
  return { version, savedAt, savedBy, name, description, ...(content as never as DashboardContent) }
}

/** Throws a UserError (`not_found`) when there is none. */
export async function getVersion(
  dashboardId: DashboardId,
  version: number,
): Promise<DashboardVersion> {
  const saved = await findVersion(dashboardId, version)
  if (!saved)
    throw new UserError(`Dashboard ${dashboardId} has no version ${version}.`, {
      code: 'not_found',
    })
  return saved
}

export const noDashboard = (id: number) =>
  new UserError(`There is no dashboard ${id}.`, { code: 'not_found' })

const isReached = (reach: Reach) =>
  Prisma.sql`d.deleted_at is null and ${within(reach, Prisma.sql`d.groups`)}`

function contains(q: string | undefined): Prisma.Sql {
  if (!q) return Prisma.sql`true`
  const text = storableText(q)
  const pattern = likePattern(text)
  // `q` takes it as it is written, `i` in capitals or not; paths of their own are several times as fast as `**`.
  const said = `? (@ like_regex ${JSON.stringify(text)} flag "iq")`
  return Prisma.sql`(d.name ilike ${pattern} or d.description ilike ${pattern}
    or jsonb_path_exists(d.content, ${`$.panels[*].panel.* ${said}`}::jsonpath)
    or jsonb_path_exists(d.content, ${`$.panels[*].panel.*.metric ${said}`}::jsonpath))`
}

/** Names may change meanwhile; the page then goes on where the dashboard stands now. */
function isAfter(cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`true`
  if (!isId(Number(cursor))) throw badCursor()
  return Prisma.sql`(lower(d.name), d.id) > (
    select lower(name), id from dashboard where id = ${Number(cursor)})`
}
