import { everything } from '#lib/access/reach.ts'
import { db, Prisma } from '#lib/db/client.ts'
import { LEVELS, type LevelName } from '#lib/errors/event.ts'
import { type Frequent, frequentOf } from '#lib/errors/frequent/data.ts'
import type {
  Muting,
  SignatureFilter,
  SignatureSort,
  SignatureState,
  SortOrder,
  TimeRange,
} from '#lib/errors/schema.ts'
import { fittingSignatures, type SignatureId } from '#lib/errors/signatures/data.ts'
import { sparklinesOf } from '#lib/errors/sparklines/data.ts'
import { badCursor, type Items } from '#lib/monitors/data.ts'
import { type Page, pageOf } from '#lib/monitors/paging.ts'

export type { Frequent } from '#lib/errors/frequent/data.ts'

/** A signature as lists show it; what was merged into it counts as its own. */
export interface Signature {
  id: SignatureId
  template: string
  /** what people call it; '' without a name */
  name: string
  /** the project's name */
  project: string
  projectId: number
  state: SignatureState
  /** open again after it was resolved */
  regressed: boolean
  regressedAt: Date | null
  regressedRelease: string | null
  resolvedAt: Date | null
  resolvedRelease: string | null
  muted: Muting | null
  /** the worst seen */
  level: LevelName
  /** all that ever came */
  count: number
  /** what came in the range that was asked for; null without one */
  inRange: number | null
  firstSeen: Date
  lastSeen: Date
  /** the most frequent ones */
  hosts: Frequent
  programs: Frequent
  /** counts of the range, or of the last day, in equal parts of it, oldest first */
  sparkline: number[]
  /** signatures that were merged into it */
  merged: number
}

export interface SignatureList extends SignatureFilter {
  /** default: count with a range, otherwise lastSeen */
  sort?: SignatureSort | undefined
  order?: SortOrder | undefined
}

/** The signatures that fit, as the API pages them. */
export async function listSignatures(
  list: SignatureList & { limit: number; cursor?: string | undefined },
): Promise<Items<Signature>> {
  const { limit, cursor } = list
  const rows = await readRows(list, afterCursor(cursor, list), Prisma.sql`limit ${limit + 1}`)
  const items = await signaturesOf(rows.slice(0, limit), list)
  const last = rows[limit - 1]
  return { items, next: rows.length > limit && last ? `${last.place}_${last.id}` : null }
}

/** One page of the list for people. */
export async function signaturePage(
  list: SignatureList,
  page: string | undefined,
  size: number,
): Promise<{ items: Signature[]; page: Page; total: number; counts: StateTotals }> {
  const counts = await signatureCounts(list)
  const total = list.state ? counts[list.state] : counts.open + counts.resolved + counts.muted
  const shown = pageOf(total, page, size)
  const part = Prisma.sql`limit ${size} offset ${shown.offset}`
  const rows = await readRows(list, Prisma.sql`true`, part)
  return { items: await signaturesOf(rows, list), page: shown, total, counts }
}

export interface StateTotals extends Record<SignatureState, number> {
  /** errors in the range (or ever) of the signatures that fit, those of the chosen state only */
  errors: number
}

/** How many signatures that fit are in each state; the filter's own state only chooses what `errors` counts. */
export async function signatureCounts(filter: SignatureFilter): Promise<StateTotals> {
  const fitting = await fittingSignatures({ ...filter, state: undefined })
  const rows = await db().$queryRaw<{ state: SignatureState; count: number; errors: number }[]>`
    select state, count(*)::int as count, sum(coalesce(in_range, fit.count))::float8 as errors
    from (${fitting}) fit group by state`
  const totals: StateTotals = { open: 0, resolved: 0, muted: 0, errors: 0 }
  for (const { state, count, errors } of rows) {
    totals[state] = count
    if (!filter.state || filter.state === state) totals.errors += errors
  }
  return totals
}

/** These signatures, each the root of what was merged; with what came in the range, if one is given. */
export async function signaturesBy(
  ids: readonly SignatureId[],
  range?: TimeRange,
): Promise<Signature[]> {
  const list = { reach: everything, ids, range, above: range && -1 }
  const rows = await readRows(list, Prisma.sql`true`, Prisma.empty)
  return signaturesOf(rows, { reach: everything, range })
}

interface Row {
  id: SignatureId
  place: number
  template: string
  name: string
  project: string
  projectId: number
  state: SignatureState
  mutedUntil: Date | null
  mutedAbove: Muting['above']
  resolvedAt: Date | null
  resolvedRelease: string | null
  regressedAt: Date | null
  regressedRelease: string | null
  level: number
  count: number
  inRange: number | null
  firstSeen: Date
  lastSeen: Date
  merged: number
}

async function readRows(list: SignatureList, after: Prisma.Sql, part: Prisma.Sql): Promise<Row[]> {
  const fitting = await fittingSignatures(list)
  const direction = Prisma.raw(list.order === 'asc' ? 'asc' : 'desc')
  return db().$queryRaw<Row[]>`
    select fit.id, place, fit.state, fit.level, fit.count, fit.in_range as "inRange", fit.merged,
      fit.first_seen as "firstSeen", fit.last_seen as "lastSeen", s.template, s.name,
      p.name as project, p.id as "projectId", s.muted_until as "mutedUntil", s.muted_above as "mutedAbove",
      s.resolved_at as "resolvedAt", s.resolved_release as "resolvedRelease",
      s.regressed_at as "regressedAt", s.regressed_release as "regressedRelease"
    from (select fit.*, ${placeOf(list)} as place from (${fitting}) fit) fit
    join signature s using (id) join project p on p.id = s.project_id
    where ${after} order by place ${direction}, fit.id ${direction} ${part}`
}

function placeOf({ sort, range }: SignatureList): Prisma.Sql {
  const by = sort ?? (range ? 'count' : 'lastSeen')
  if (by === 'count') return Prisma.sql`coalesce(fit.in_range, fit.count)::float8`
  const column = Prisma.raw(by === 'lastSeen' ? 'last_seen' : 'first_seen')
  return Prisma.sql`(extract(epoch from fit.${column}) * 1000)::float8`
}

function afterCursor(cursor: string | undefined, { order }: SignatureList): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`true`
  const [, place, id] = /^(\d{1,18})_(\d{1,9})$/.exec(cursor) ?? []
  if (!place || !id) throw badCursor()
  const beyond = Prisma.raw(order === 'asc' ? '>' : '<')
  return Prisma.sql`(place, fit.id) ${beyond} (${Number(place)}::float8, ${Number(id)}::int)`
}

async function signaturesOf(rows: Row[], filter: SignatureFilter): Promise<Signature[]> {
  const ids = rows.map(row => row.id)
  const [frequent, sparklines] = await Promise.all([frequentOf(ids), sparklinesOf(ids, filter)])
  return rows.map(({ place, mutedUntil, mutedAbove, ...row }) => ({
    ...row,
    regressed: row.state === 'open' && row.regressedAt !== null,
    muted: row.state === 'muted' ? { until: mutedUntil, above: mutedAbove } : null,
    level: LEVELS[row.level] ?? 'error',
    hosts: frequent('host', row.id),
    programs: frequent('program', row.id),
    sparkline: sparklines.get(row.id) ?? [],
  }))
}
