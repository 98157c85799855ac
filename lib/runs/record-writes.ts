import type { Told } from '#lib/alerting/queue.ts'
import { isDueAgain, isSignOfLife } from '#lib/monitors/realert.ts'
import type { StateName } from '#lib/plugin.ts'
import type { Judged, Step } from '#lib/runs/record.ts'
import type { Outcome } from '#lib/sandbox/contract.ts'
import type { Queryable } from '#lib/transaction.ts'

export async function updateRuns(tx: Queryable, judged: readonly Judged[]): Promise<Set<string>> {
  const column = <T>(of: (entry: Judged) => T) => judged.map(of)
  const { rows } = await tx.query<{ id: string }>(UPDATE_RUNS, [
    column(({ run }) => run.id),
    column(({ run }) => run.claimedBy),
    column(({ run }) => run.outcome.startedAt),
    column(({ run }) => Math.round(run.outcome.durationMs)),
    column(({ verdict }) => verdict.state),
    column(({ run }) => run.outcome.reason),
    column(({ run }) => JSON.stringify(run.outcome.value)),
    column(({ run }) => JSON.stringify(run.outcome.series)),
    column(({ verdict }) => verdict.message),
    column(({ run }) => run.outcome.output),
    column(({ run }) => JSON.stringify(run.outcome.calls)),
    column(({ run }) => run.version),
    column(({ run }) => run.outcome.line),
  ])
  return new Set(rows.map(({ id }) => id))
}

const UPDATE_RUNS = `
  update run set status = 'done', claimed_by = null, started_at = f.started_at,
    duration_ms = f.duration_ms, state = f.state, reason = f.reason, value = nullif(f.value, 'null'),
    series = nullif(f.series, '{}'), message = f.message, output = f.output,
    calls = nullif(f.calls, '[]'), version = f.version, line = f.line, stream = null
  from unnest($1::bigint[], $2::uuid[], $3::timestamptz[], $4::int[], $5::state[], $6::text[],
    $7::jsonb[], $8::jsonb[], $9::text[], $10::text[], $11::jsonb[], $12::int[], $13::int[])
    as f(id, claimed_by, started_at, duration_ms, state, reason, value, series, message, output,
      calls, version, line)
  where run.id = f.id and run.status = 'running' and run.claimed_by = f.claimed_by
  returning run.id::text as id`

export async function updateMonitors(tx: Queryable, steps: readonly Step[], now: Date) {
  const column = <T>(of: (entry: Step) => T) => steps.map(of)
  await tx.query(UPDATE_MONITORS, [
    column(({ monitor }) => monitor.id),
    column(({ after }) => after.state),
    column(({ after }) => after.since),
    column(({ after }) => after.pending?.state ?? null),
    column(({ after }) => after.pending?.count ?? 0),
    column(({ run }) => run.outcome.startedAt),
    column(({ verdict }) => verdict.state),
    column(({ run }) => JSON.stringify(run.outcome.value)),
    column(({ verdict }) => verdict.message),
    column(({ run, endedAt }) => (hasData(run.outcome) ? endedAt : null)),
    column(entry => (entry.turned || isToldAgain(entry, now) ? now : null)),
  ])
}

const UPDATE_MONITORS = `
  update monitor set state = f.state, since = f.since, pending_state = f.pending_state,
    pending_count = f.pending_count, last_run_at = f.run_at, last_state = f.last_state,
    last_value = nullif(f.value, 'null'), last_message = f.message,
    last_data_at = coalesce(f.data_at, last_data_at), last_told_at = coalesce(f.told_at, last_told_at)
  from unnest($1::int[], $2::state[], $3::timestamptz[], $4::state[], $5::int[], $6::timestamptz[],
    $7::state[], $8::jsonb[], $9::text[], $10::timestamptz[], $11::timestamptz[])
    as f(id, state, since, pending_state, pending_count, run_at, last_state, value, message,
      data_at, told_at)
  where monitor.id = f.id`

/** An OK or an ALARM was decided on data; what ended otherwise may never have seen any. */
const hasData = ({ state, reason }: Outcome) => state !== 'ERROR' && reason === null

const isToldAgain = ({ after, turned, monitor, verdict }: Step, now: Date) =>
  !turned &&
  (isSignOfLife(after.state, verdict.state, monitor.policy) ||
    isDueAgain(after.state, monitor.lastToldAt, monitor.policy.repeatMinutes, now))

export async function insertTransitions(tx: Queryable, steps: readonly Step[]): Promise<Told[]> {
  const turned = steps.filter(entry => entry.turned)
  if (turned.length === 0) return []
  const { rows } = await tx.query<Told>(INSERT_TRANSITIONS, [
    turned.map(({ monitor }) => monitor.id),
    turned.map(({ run }) => run.id),
    turned.map(({ after }) => after.since),
    turned.map(({ monitor }) => monitor.state),
    turned.map(({ after }): StateName => after.state),
    turned.map(({ verdict }) => verdict.message),
    turned.map(({ run }) => JSON.stringify(run.outcome.value)),
    turned.map(({ run }) => run.version),
  ])
  return rows
}

const INSERT_TRANSITIONS = `
  insert into transition (monitor_id, run_id, at, "from", "to", message, value, version)
  select monitor_id, run_id, at, "from", "to", message, nullif(value, 'null'), version
  from unnest($1::int[], $2::bigint[], $3::timestamptz[], $4::state[], $5::state[], $6::text[],
    $7::jsonb[], $8::int[]) as f(monitor_id, run_id, at, "from", "to", message, value, version)
  returning id::text as "transitionId"`

/** The transitions that are told once more: their monitors stayed bad for long enough, or tell that they live. */
export async function repetitions(
  tx: Queryable,
  steps: readonly Step[],
  now: Date,
): Promise<Told[]> {
  const again = steps.filter(entry => isToldAgain(entry, now))
  if (again.length === 0) return []
  const { rows } = await tx.query<Told>(
    `select distinct on (t.monitor_id) t.id::text as "transitionId",
       1 + coalesce((select max(repeat) from delivery where transition_id = t.id), 0) as repeat
     from transition t where t.monitor_id = any ($1::int[])
     order by t.monitor_id, t.at desc, t.id desc`,
    [again.map(({ monitor }) => monitor.id)],
  )
  return rows
}
