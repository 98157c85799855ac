import { within } from '#lib/access/reach/data.ts'
import type { Reach } from '#lib/access/reach.ts'
import { db, Prisma } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { badCursor, type Items, itemsOf } from '#lib/items.ts'
import { likePattern } from '#lib/like.ts'
import { nextTimes } from '#lib/monitors/schedule.ts'
import type { MonitorInput, Policy } from '#lib/monitors/schema.ts'
import { type Page, pageOf } from '#lib/paging.ts'
import type { Plain, StateName } from '#lib/plugin.ts'
import { isId } from '#lib/storable.ts'

declare const reached: unique symbol
/** The number of a monitor that was found with a reach. What belongs to a monitor is read with such a one only. */
export type MonitorId = number & { readonly [reached]: 'monitor' }

export type StateCounts = Record<StateName, number>

/** A monitor as the API answers it: its definition, its state and what its last run said. */
export interface Monitor extends MonitorInput {
  id: MonitorId
  version: number
  /** kept in line with belfry.yaml, not editable in the pages */
  declared: boolean
  createdAt: Date
  updatedAt: Date
  state: StateName
  since: Date
  /** an outcome that is not believed yet: `count` of `of` runs in a row */
  pending: { state: StateName; count: number; of: number } | null
  lastRunAt: Date | null
  nextRunAt: Date | null
  value: Plain
  message: string
}

export interface MonitorFilter {
  /** in the name, a tag, the description or the script */
  q?: string | undefined
  state?: StateName | undefined
  tag?: string | undefined
}

/** The monitors that fit, oldest first, as the API pages them. */
export async function listMonitors(
  reach: Reach,
  filter: MonitorFilter & { limit: number; cursor?: string | undefined },
): Promise<Items<Monitor>> {
  const after = filter.cursor === undefined ? 0 : Number(filter.cursor)
  if (after !== 0 && !isId(after)) throw badCursor()
  const rows = await db().$queryRaw<MonitorRow[]>`
    select * from monitor where ${fits(reach, filter)} and id > ${after}::int order by id limit ${filter.limit + 1}`
  return itemsOf(rows.map(monitorOf), filter.limit, ({ id }) => id)
}

/** One page of the list for people, bad ones first, with how many fit in each state. */
export async function monitorPage(
  reach: Reach,
  filter: MonitorFilter,
  page: string | undefined,
  size: number,
): Promise<{ items: Monitor[]; counts: StateCounts; page: Page; total: number }> {
  const counts = await monitorCounts(reach, { q: filter.q, tag: filter.tag })
  const total = filter.state ? counts[filter.state] : sum(counts)
  const shown = pageOf(total, page, size)
  // Only the ids are sorted: scripts and the like would take most of the time.
  const rows = await db().$queryRaw<MonitorRow[]>`
    select monitor.* from (
      select id, row_number() over (
        order by array_position(array['ALARM', 'ERROR', 'OK', 'INACTIVE']::state[], state), lower(name)) as place
      from monitor where ${fits(reach, filter)}
      order by place limit ${size} offset ${shown.offset}) shown
    join monitor using (id) order by place`
  return { items: rows.map(monitorOf), counts, page: shown, total }
}

/** How many monitors are in each state. */
export async function monitorCounts(
  reach: Reach,
  filter: Omit<MonitorFilter, 'state'> = {},
): Promise<StateCounts> {
  const groups = await db().$queryRaw<{ state: StateName; count: number }[]>`
    select state, count(*)::int as count from monitor where ${fits(reach, filter)} group by state`
  const counts: StateCounts = { OK: 0, ALARM: 0, ERROR: 0, INACTIVE: 0 }
  for (const { state, count } of groups) counts[state] = count
  return counts
}

/** All tags in use, by name. */
export async function monitorTags(reach: Reach): Promise<string[]> {
  const rows = await db().$queryRaw<{ tag: string }[]>`
    select distinct unnest(tags) as tag from monitor where ${isReached(reach)} order by tag`
  return rows.map(row => row.tag)
}

/** Null when there is none. */
export async function findMonitor(reach: Reach, id: number): Promise<Monitor | null> {
  if (!isId(id)) return null
  const [row] = await db().$queryRaw<
    MonitorRow[]
  >`select * from monitor where id = ${id} and ${isReached(reach)}`
  return row ? monitorOf(row) : null
}

/** Throws a UserError (`not_found`) when there is none. */
export async function getMonitor(reach: Reach, id: number): Promise<Monitor> {
  const monitor = await findMonitor(reach, id)
  if (!monitor) throw new UserError(`There is no monitor ${id}.`, { code: 'not_found' })
  return monitor
}

/** Throws a UserError (`not_found`) when there is none of this name. */
export async function getMonitorNamed(reach: Reach, name: string): Promise<Monitor> {
  const [row] = await db().$queryRaw<
    MonitorRow[]
  >`select * from monitor where name = ${name} and ${isReached(reach)}`
  if (!row) throw new UserError(`There is no monitor ${name}.`, { code: 'not_found' })
  return monitorOf(row)
}

/** Those of these monitors that run right now, or wait for their turn. */
export async function openRuns(ids: MonitorId[]): Promise<Map<number, 'queued' | 'running'>> {
  const rows = await db().$queryRaw<{ id: number; status: 'queued' | 'running' }[]>`
    select monitor_id as id, max(status) as status from run
    where status in ('queued', 'running') and monitor_id = any(${ids}::int[]) group by 1`
  return new Map(rows.map(({ id, status }) => [id, status]))
}

export interface Told {
  sent: number
  waiting: number
  dead: number
}

/** What became of the deliveries of each monitor's last change of state. */
export async function toldBy(ids: MonitorId[]): Promise<Map<number, Told>> {
  const rows = await db().$queryRaw<(Told & { id: number })[]>`
    select t.monitor_id as id,
      count(*) filter (where d.status = 'sent')::int as sent,
      count(*) filter (where d.status = 'queued')::int as waiting,
      count(*) filter (where d.status = 'dead')::int as dead
    from unnest(${ids}::int[]) m(id)
    cross join lateral (
      select id, monitor_id from transition where monitor_id = m.id order by at desc, id desc limit 1) t
    join delivery d on d.transition_id = t.id and d.repeat = 0
    group by 1`
  return new Map(rows.map(({ id, ...told }) => [id, told]))
}

const sum = (counts: StateCounts) => Object.values(counts).reduce((total, n) => total + n, 0)

const isReached = (reach: Reach) => within(reach, Prisma.sql`groups`)

function fits(reach: Reach, { q, state, tag }: MonitorFilter): Prisma.Sql {
  const conditions = [isReached(reach)]
  if (state) conditions.push(Prisma.sql`state = ${state}::state`)
  if (tag) conditions.push(Prisma.sql`tags @> array[${tag}]::text[]`)
  if (q) {
    const pattern = likePattern(q)
    conditions.push(Prisma.sql`(name ilike ${pattern} or description ilike ${pattern}
      or script ilike ${pattern} or exists (select from unnest(tags) tag where tag ilike ${pattern}))`)
  }
  return Prisma.join(conditions, ' and ')
}

/** A row of the table `monitor` as raw SQL gives it. */
interface MonitorRow {
  id: MonitorId
  name: string
  description: string
  runbook: string
  unit: string
  script: string
  schedule: string
  timezone: string
  active: boolean
  retain_days: number
  timeout_ms: number
  sources: string[] | null
  alerts: string[] | null
  tags: string[]
  groups: string[]
  policy: Policy
  version: number
  declared: boolean
  created_at: Date
  updated_at: Date
  state: StateName
  since: Date
  pending_state: StateName | null
  pending_count: number
  last_run_at: Date | null
  last_value: Plain
  last_message: string
}

function monitorOf(row: MonitorRow): Monitor {
  const { id, name, description, runbook, unit, script, schedule, timezone, active, policy } = row
  const { sources, alerts, tags, groups, version, declared, state, since } = row
  return {
    ...{ id, name, state, since, description, runbook, unit, script, schedule, timezone, active },
    ...{ sources, alerts, tags, groups, policy, version, declared },
    retainDays: row.retain_days,
    timeoutMs: row.timeout_ms,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    pending: pendingOf(row),
    lastRunAt: row.last_run_at,
    nextRunAt: active ? (nextTimes(schedule, timezone, new Date(), 1)[0] ?? null) : null,
    value: row.last_value,
    message: row.last_message,
  }
}

function pendingOf({ pending_state: state, pending_count: count, policy }: MonitorRow) {
  if (!state || state === 'INACTIVE') return null
  return { state, count, of: policy.after[state] }
}
