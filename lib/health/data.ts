import { db } from '#lib/db/client.ts'
import {
  BEAT_LIMIT_MS,
  type Health,
  type QueueHealth,
  type RoleHealth,
  STREAMS,
} from '#lib/health/status.ts'

/** The roles that an installation needs. */
const ROLES = ['web', 'engine', 'intake']

/** How the parts of this installation are, by the database's clock. */
export async function readHealth(): Promise<Health & { now: Date }> {
  const [beats, jobs, streams] = await Promise.all([readBeats(), readQueues(), readStreams()])
  const queues = [...jobs, ...streams]
  const roles = ROLES.map(role => {
    const beat = beats.find(row => row.role === role)
    return [role, { lastBeat: beat?.lastBeat ?? null, processes: beat?.processes ?? 0 }] as const
  })
  const lagMs = Math.max(0, ...queues.map(queue => queue.lagMs))
  return {
    now: beats[0]?.now ?? new Date(),
    roles: Object.fromEntries(roles),
    queues: Object.fromEntries(queues.map(({ task, ...queue }) => [task, queue])),
    lagMs,
  }
}

const readBeats = () =>
  db().$queryRaw<(RoleHealth & { role: string; now: Date })[]>`
    select role, max(beat_at) as "lastBeat", now() as now,
      count(*) filter (where beat_at > now() - make_interval(secs => ${BEAT_LIMIT_MS / 1000}))::int as processes
    from beat group by role`

const readQueues = () =>
  db().$queryRaw<(QueueHealth & { task: string })[]>`
    select task_identifier as task,
      count(*) filter (where locked_at is null and run_at <= now())::int as due,
      count(*) filter (where locked_at is null and run_at > now())::int as later,
      count(*) filter (where locked_at is not null)::int as running,
      coalesce(extract(epoch from now() - min(run_at) filter (where locked_at is null and run_at <= now())) * 1000, 0)::float8 as "lagMs"
    from graphile_worker.jobs where attempts < max_attempts group by 1`

/** Streams whose pipelines are due, as a queue; none when there is nothing to tell. */
const readStreams = () =>
  db().$queryRaw<(QueueHealth & { task: string })[]>`
    select * from (
      select ${STREAMS}::text as task, count(*)::int as due,
        (select count(*)::int from stream
          where state in ('retry_fire', 'retry_expire') and due_at > now()) as later,
        (select count(*)::int from stream where claimed_by is not null) as running,
        coalesce(extract(epoch from now() - min(due_at)) * 1000, 0)::float8 as "lagMs"
      from stream where due_at <= now()) found
    where due + later + running > 0`
