import { isDeepStrictEqual } from 'node:util'
import type { PoolClient } from 'pg'
import type { Point, Running } from '#lib/metrics/totals/counted.ts'
import type { Known } from '#lib/metrics/totals/fresh.ts'

/** The first half of the advisory locks on a project's totals. */
const TOTALS_LOCK = 1_802_396_005
/** What has not changed is written again after so long, so that it does not look forgotten. */
const REFRESH_SECONDS = 3_600

/** A point that counts on from what was sent before. */
export type RunningPoint = Point & { running: Running }

/** What was sent before of some points of one project. */
export interface Remembered {
  stream(point: RunningPoint): Known | undefined
  family(point: RunningPoint): Known | undefined
  /** streams and families that are remembered of the whole project, when any of the points is of a new one */
  count(): number
  keep(point: RunningPoint): void
  /** Writes what was kept. */
  save(): Promise<void>
}

/** Nobody else counts this project's totals until the end of the transaction. */
export async function openRemembered(
  client: PoolClient,
  projectId: number,
  points: readonly RunningPoint[],
): Promise<Remembered> {
  await client.query('select pg_advisory_xact_lock($1, $2)', [TOTALS_LOCK, projectId])
  const known = await read(client, projectId, points)
  const isAnyNew = points.some(({ running }) => !known.has(running.stream))
  const before = isAnyNew ? await countAll(client, projectId) : 0
  const changed = new Map<string, Known>()
  let added = 0

  function note(name: string, now: Known) {
    const last = known.get(name)
    if (!last) added++
    if (last && isAlike(last, now)) return
    known.set(name, now)
    changed.set(name, now)
  }

  return {
    stream: ({ running }) => known.get(running.stream),
    family: ({ running }) => known.get(running.family),
    count: () => before + added,
    keep({ at, counted, running }) {
      note(running.stream, { at, counted })
      note(running.family, { at, counted: null })
    },
    async save() {
      if (changed.size > 0) await write(client, projectId, changed)
    },
  }
}

/** Nothing was counted in between, and it is not long ago. */
const isAlike = (last: Known, now: Known) =>
  now.at - last.at < REFRESH_SECONDS && isDeepStrictEqual(last.counted, now.counted)

async function read(
  client: PoolClient,
  projectId: number,
  points: readonly RunningPoint[],
): Promise<Map<string, Known>> {
  const names = new Set(points.flatMap(({ running }) => [running.stream, running.family]))
  const { rows } = await client.query<Known & { stream: string }>(READ, [projectId, [...names]])
  return new Map(rows.map(({ stream, at, counted }) => [stream, { at, counted }]))
}

async function countAll(client: PoolClient, projectId: number): Promise<number> {
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
