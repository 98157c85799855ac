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
import { badCursor, type Items, itemsOf } from '#lib/items.ts'
import { type Page, pageOf } from '#lib/paging.ts'

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
  const { items, next } = itemsOf(rows, limit, ({ place, id }) => `${place}_${id}`)
  return { items: await signaturesOf(items, list), next }
}

/** One page of the list for people. Counting a range is most of the work: the rows and the totals come of one count. */
export async function signaturePage(
  list: SignatureList,
  asked: string | undefined,
  size: number,
): Promise<{ items: Signature[]; page: Page; total: number; counts: StateTotals }> {
  const { page, offset } = pageOf(Number.POSITIVE_INFINITY, asked, size)
  const { rows, counts } = await countedRows(list, Prisma.sql`limit ${size} offset ${offset}`)
  const total = list.state ? counts[list.state] : counts.open + counts.resolved + counts.muted
  const shown = pageOf(total, asked, size)
  // There are fewer pages.
  if (shown.page !== page) return signaturePage(list, String(shown.page), size)
  return { items: await signaturesOf(rows, list), page: shown, total, counts }
}

export interface StateTotals extends Record<SignatureState, number> {
  /** errors in the range (or ever) of the signatures that fit, those of the chosen state only */
  errors: number
}

/** How many signatures that fit are in each state; the filter's own state only chooses what `errors` counts. */
export async function signatureCounts(filter: SignatureFilter): Promise<StateTotals> {
  const fitting = await fittingSignatures({ ...filter, state: undefined })
  return totalsOf(filter, await db().$queryRaw<StateTotal[]>`${byState(fitting)}`)
}

interface StateTotal {
  state: SignatureState
  count: number
  errors: number
}

const byState = (fitting: Prisma.Sql) => Prisma.sql`
  select state, count(*)::int as count, sum(coalesce(in_range, fit.count))::float8 as errors
  from (${fitting}) fit group by state`

function totalsOf(filter: SignatureFilter, states: readonly StateTotal[]): StateTotals {
  const totals: StateTotals = { open: 0, resolved: 0, muted: 0, errors: 0 }
  for (const { state, count, errors } of states) {
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
  return db().$queryRaw<Row[]>`${rowsOf(list, await fittingSignatures(list), after, part)}`
}

/** These rows, and the totals of all that fit but for their state. */
async function countedRows(list: SignatureList, part: Prisma.Sql) {
  const fitting = await fittingSignatures({ ...list, state: undefined })
  const ofState = list.state
    ? Prisma.sql`fit.state = ${list.state}::signature_state`
    : Prisma.sql`true`
  const read = await db().$queryRaw<(Row & { states: StateTotal[] | null })[]>`
    with fitting as materialized (${fitting}),
    part as (${rowsOf(list, Prisma.sql`table fitting`, ofState, part)}),
    states as (select json_agg(by_state) as states from (${byState(Prisma.sql`table fitting`)}) by_state)
    select part.*, states from states left join part on true ${inOrder(list, Prisma.sql`part.id`)}`
  const rows = read.filter(({ id }) => id !== null).map(({ states: _, ...row }) => row)
  return { rows, counts: totalsOf(list, read[0]?.states ?? []) }
}

const rowsOf = (
  list: SignatureList,
  fitting: Prisma.Sql,
  after: Prisma.Sql,
  part: Prisma.Sql,
) => Prisma.sql`
  select fit.id, place, fit.state, fit.level, fit.count, fit.in_range as "inRange", fit.merged,
    fit.first_seen as "firstSeen", fit.last_seen as "lastSeen", s.template, s.name,
    p.name as project, p.id as "projectId", s.muted_until as "mutedUntil", s.muted_above as "mutedAbove",
    s.resolved_at as "resolvedAt", s.resolved_release as "resolvedRelease",
    s.regressed_at as "regressedAt", s.regressed_release as "regressedRelease"
  from (select fit.*, ${placeOf(list)} as place from (${fitting}) fit) fit
  join signature s using (id) join project p on p.id = s.project_id
  where ${after} ${inOrder(list, Prisma.sql`fit.id`)} ${part}`

function inOrder({ order }: SignatureList, id: Prisma.Sql): Prisma.Sql {
  const direction = Prisma.raw(order === 'asc' ? 'asc' : 'desc')
  return Prisma.sql`order by place ${direction}, ${id} ${direction}`
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
