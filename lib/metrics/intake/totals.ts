import { isDeepStrictEqual } from 'node:util'
import type { PoolClient } from 'pg'
import type { Counted, Point, Running } from '#lib/metrics/totals/counted.ts'
import { freshOf, type Known } from '#lib/metrics/totals/fresh.ts'
import type { Project } from '#lib/projects/schema.ts'

/** The first half of the advisory locks on a project's totals. */
const TOTALS_LOCK = 1_802_396_005
/** Several instances of a program count in the same series. */
const STREAMS_PER_SERIES = 5
/** What has not changed is written again after so long, so that it does not look forgotten. */
const REFRESH_SECONDS = 3_600

type RunningPoint = Point & { running: Running }

/** What senders counted before, for one transaction. */
export interface Totals {
  /** As the rule in totals/fresh.ts; of a point that does not count on all is new. */
  freshOf(project: Project, point: Point): Counted | 'repeat' | null
  /** Whether what the next point is compared with can be remembered. */
  hasRoom(project: Project, point: Point): boolean
  keep(project: Project, point: Point): void
  save(): Promise<void>
}

/** Nobody else counts these projects' totals until the end of the transaction. */
export async function openTotals(
  client: PoolClient,
  asked: readonly (readonly [Project, Point])[],
): Promise<Totals> {
  const running = asked.flatMap(([project, point]) =>
    isRunning(point) ? [[project, point] as const] : [],
  )
  const streams = Map.groupBy(running, ([project]) => project.id)
  const books = new Map<number, Book>()
  // In the order of the projects' numbers, as everything that locks several projects does.
  for (const [id, points] of [...streams].sort(([a], [b]) => a - b))
    books.set(id, await openBook(client, id, points))

  const bookOf = ({ id }: Project) => books.get(id) as Book
  return {
    freshOf(project, point) {
      if (!isRunning(point)) return point.counted
      const { known } = bookOf(project)
      return freshOf(point, known.get(point.running.stream), known.get(point.running.family))
    },
    hasRoom(project, point) {
      if (!isRunning(point)) return true
      const { known, count } = bookOf(project)
      return known.has(point.running.stream) || count() < project.limits.series * STREAMS_PER_SERIES
    },
    keep(project, point) {
      if (isRunning(point)) bookOf(project).keep(point)
    },
    async save() {
      for (const [id, { changed }] of books) if (changed.size > 0) await write(client, id, changed)
    },
  }
}

const isRunning = (point: Point): point is RunningPoint => point.running !== null

interface Book {
  known: Map<string, Known>
  changed: Map<string, Known>
  /** of all that is remembered of the project */
  count(): number
  keep(point: RunningPoint): void
}

async function openBook(
  client: PoolClient,
  projectId: number,
  points: readonly (readonly [Project, RunningPoint])[],
): Promise<Book> {
  await client.query('select pg_advisory_xact_lock($1, $2)', [TOTALS_LOCK, projectId])
  const names = new Set(points.flatMap(([, { running }]) => [running.stream, running.family]))
  const { rows } = await client.query<Known & { stream: string }>(READ, [projectId, [...names]])
  const known = new Map(rows.map(({ stream, at, counted }) => [stream, { at, counted }]))
  const isAnyNew = points.some(([, { running }]) => !known.has(running.stream))
  const before = isAnyNew ? await countStreams(client, projectId) : 0
  const changed = new Map<string, Known>()
  let added = 0

  function note(stream: string, now: Known) {
    const last = known.get(stream)
    if (!last) added++
    if (last && isAlike(last, now)) return
    known.set(stream, now)
    changed.set(stream, now)
  }

  return {
    ...{ known, changed },
    count: () => before + added,
    keep({ at, counted, running }) {
      note(running.stream, { at, counted })
      note(running.family, { at, counted: null })
    },
  }
}

/** Nothing was counted in between, and it is not long ago. */
const isAlike = (last: Known, now: Known) =>
  now.at - last.at < REFRESH_SECONDS && isDeepStrictEqual(last.counted, now.counted)

async function countStreams(client: PoolClient, projectId: number): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'select count(*)::int as n from metric_total where project_id = $1',
    [projectId],
  )
  return rows[0]?.n ?? 0
}

const READ = {
  name: 'metrics: read totals',
  text: 'select stream, at, counted from metric_total where project_id = $1 and stream = any ($2)',
}

/** A project that was deleted meanwhile has no totals any more. */
const WRITE = {
  name: 'metrics: write totals',
  text: `
    insert into metric_total as t (project_id, stream, at, counted)
    select $1, f.* from unnest($2::text[], $3::float8[], $4::jsonb[]) as f(stream, at, counted)
    where exists (select from project where id = $1 for key share)
    on conflict (project_id, stream) do update
      set at = excluded.at, counted = excluded.counted, seen_at = now()`,
}

async function write(
  client: PoolClient,
  projectId: number,
  changed: ReadonlyMap<string, Known>,
): Promise<void> {
  const totals = [...changed.values()]
  await client.query(WRITE, [
    projectId,
    [...changed.keys()],
    totals.map(({ at }) => at),
    totals.map(({ counted }) => counted && JSON.stringify(counted)),
  ])
}
