import { linkPerson } from '#lib/access/person.ts'
import { createAlert } from '#lib/alerting/mutations.ts'
import { shareChart } from '#lib/charts/shared/mutations.ts'
import { createDashboard } from '#lib/dashboards/mutations.ts'
import { openClassification } from '#lib/errors/classify/open.ts'
import { openErrorIntake } from '#lib/errors/intake/open.ts'
import { createMonitor } from '#lib/monitors/mutations.ts'
import { monitorInput } from '#lib/monitors/schema.ts'
import { createProject } from '#lib/projects/mutations.ts'
import { createSource } from '#lib/sources/mutations.ts'
import { createDefinition } from '#lib/streams/definitions/mutations.ts'
import { ada, byAda } from '#tests/actor.ts'
import { plantEvent } from '#tests/browser/hostile-events.ts'
import { plantMetric } from '#tests/browser/hostile-metrics.ts'
import { plantPipeline } from '#tests/browser/hostile-pipelines.ts'
import { plantStream } from '#tests/browser/hostile-streams.ts'
import { plantTrigger } from '#tests/browser/hostile-triggers.ts'
import type { freshDatabase } from '#tests/database.ts'
import { anError, aProject } from '#tests/lib/errors/intake/world.ts'
import { makePerson, makeToken } from '#tests/people.ts'

type Database = Awaited<ReturnType<typeof freshDatabase>>

/** Puts a text wherever one may stand, in a noun of each kind. Answers the pages that show them. */
export async function plant({ pool }: Database, text: string, key: string): Promise<string[]> {
  await createSource({ key, type: 'http', description: text }, byAda)
  const config = { url: 'https://example.com/' }
  await createAlert({ key, type: 'webhook', description: text, config }, byAda)
  const project = await createProject({ name: key, description: text }, byAda)
  const group = text.slice(0, 50)
  await makePerson({ role: 'viewer', name: text, groups: [group] })
  await makeToken({ role: 'viewer', name: text.slice(0, 50) })
  const monitor = await plantMonitor(pool, text, key)
  const signature = await plantError(pool, text)
  const explorer = await plantMetric(pool, { id: project.id, name: key }, text)
  const events = await plantEvent(pool, { id: project.id, name: key }, text)
  const dashboard = await plantDashboard(text, key)
  const definition = await plantDefinition(text, key)
  const pipeline = await plantPipeline(pool, text, key)
  const trigger = await plantTrigger(pool, text, key)
  const stream = await plantStream(pool, trigger, text)
  await plantTold(pool, { project: project.id, trigger, stream }, text, key)

  const below = (place: string, ...rest: string[]) => ['', ...rest].map(part => `${place}${part}`)
  return [
    ...below(`/monitors/${monitor.id}`, '?tab=runs', '?tab=deliveries', '?tab=versions'),
    ...below(`/monitors/${monitor.id}`, '/edit', '/versions/1').slice(1),
    ...monitor.runs.map(run => `/monitors/${monitor.id}/runs/${run}`),
    ...below(`/errors/${signature}`, '?tab=history'),
    ...below(`/sources/${key}`, '/edit'),
    `/alerts/${key}`,
    ...below(`/settings/projects/${project.id}`, '/edit'),
    `/settings/groups/${encodeURIComponent(group)}`,
    ...(await plantShared(text, key)),
    ...explorer,
    ...events,
    `/streams/definitions/${definition}`,
    `/streams/pipelines/${pipeline}`,
    `/streams/${stream}`,
    `/streams?trigger=${trigger}`,
    ...below(`/streams/triggers/${trigger}`, '?tab=yaml', '/edit', '/versions?version=1'),
    ...below(`/dashboards/${dashboard}`, '/edit', '/versions?version=1', '?wall=1'),
  ]
}

/** One of every kind that there is of it, called so. */
function panelsOf(text: string, key: string) {
  const title = text.slice(0, 100)
  const line = { metric: text, label: title, by: text, filters: { [text]: text } }
  return [
    { kind: 'metrics', title, project: key, unit: text.slice(0, 20), lines: [line] },
    { kind: 'table', title, project: key, line },
    { kind: 'number', title, project: key, line: { metric: text } },
    { kind: 'monitor', title, monitor: title },
    { kind: 'monitors', title, names: [title] },
    { kind: 'errors', title, q: text },
    { kind: 'text', title, text },
  ]
}

async function plantShared(text: string, key: string): Promise<string[]> {
  const name = text.slice(0, 100)
  const charts = panelsOf(text, key).map(panel => shareChart({ panel, name }, linkPerson))
  return (await Promise.all(charts)).map(({ uid }) => `/shared/${uid}`)
}

async function plantDashboard(text: string, key: string): Promise<number> {
  const title = text.slice(0, 100)
  const panels = panelsOf(text, key).map(panel => ({ panel }))
  return createDashboard({ name: title, description: text, panels }, ada)
}

const plantDefinition = (text: string, project: string): Promise<number> =>
  createDefinition(
    { event_type: text, traits: { [text.slice(0, 100)]: { fields: 'payload.x' } }, project },
    ada,
  )

async function plantMonitor(pool: Database['pool'], text: string, key: string) {
  const input = {
    name: text.slice(0, 100),
    ...{ description: text, runbook: `${text}\n\n[${text}](${text})\n\n${text}` },
    ...{ unit: text.slice(0, 20), tags: [text.slice(0, 50)], alerts: [key] },
    ...{ script: `// ${text}\nreturn 1`, schedule: '@daily' },
  }
  const id = await createMonitor(monitorInput.parse(input), ada)
  const call = { source: key, method: text, args: text, durationMs: 1, bytes: 1 }
  const calls = [
    { ...call, result: text, error: null },
    { ...call, result: null, error: text },
  ]
  const { rows } = await pool.query<{ id: string }>(
    `insert into run (monitor_id, planned_at, started_at, duration_ms, status, state, reason, value, series,
       message, output, calls, version)
     select $1, now() - n * interval '1 minute', now(), 1, 'done', 'ALARM', null,
       case when n = 1 then to_jsonb($2::text) else jsonb_build_object($2::text, n) end,
       jsonb_build_object($2::text, n), $2, $2, $3, 1
     from generate_series(1, 3) n order by n desc returning id`,
    [id, text, JSON.stringify(calls)],
  )
  await pool.query(
    `with changed as (
       insert into transition (monitor_id, run_id, at, "from", "to", message, value, version)
       values ($1, $2, now(), 'OK', 'ALARM', $3, to_jsonb($3::text), 1) returning id),
     queued as (
       insert into delivery (transition_id, monitor_id, alert_id, status, last_error)
       select changed.id, $1, alert.id, 'dead', $3 from changed, alert where key = $4 returning id),
     tried as (
       insert into delivery_attempt (delivery_id, at, duration_ms, ok, status, error)
       select id, now(), 1, false, $3, $3 from queued),
     failed as (
       update source set last_call_at = now(), last_error_at = now(), last_error = $3 where key = $4)
     update monitor set state = 'ALARM', last_message = $3, last_value = to_jsonb($3::text) where id = $1`,
    [id, rows.at(-1)?.id, text, key],
  )
  return { id, runs: rows.slice(1).map(run => run.id) }
}

/** What a pipeline told by an alert, and what its webhook sent. */
async function plantTold(
  pool: Database['pool'],
  of: { project: number; trigger: number; stream: number | string },
  text: string,
  key: string,
) {
  await pool.query(
    `with told as (
       insert into notice (project_id, stream_id, trigger_id, trigger, occasion, traits, state, message, value)
       values ($1, $2, $3, $4, 'fire', jsonb_build_object($4::text, $4::text), 'ALARM', $4, to_jsonb($4::text))
       returning id),
     queued as (
       insert into delivery (notice_id, alert_id, status, last_error)
       select told.id, alert.id, 'dead', $4 from told, alert where key = $5),
     posted as (
       insert into post (project_id, stream_id, trigger_id, trigger, occasion, target, lane, body, status, last_error)
       values ($1, $2, $3, $4, 'fire', jsonb_build_object('alert', $4::text), $4, '{}', 'dead', $4)
       returning id)
     insert into post_attempt (post_id, at, duration_ms, ok, status, error)
     select id, now(), 1, false, $4, $4 from posted`,
    [of.project, of.stream, of.trigger, text, key],
  )
}

async function plantError(pool: Database['pool'], text: string): Promise<number> {
  const intake = openErrorIntake({ pool, openClassification })
  const frame = { function: text, module: text, file: text, line: 1, inApp: true, context: [text] }
  const event = anError({
    ...{ message: text, host: text, program: text, release: text, environment: text },
    exceptions: [{ type: text, message: text, frames: [frame] }],
    details: {
      ...{ user: { id: text }, tags: { [text]: text }, extra: { [text]: { [text]: text } } },
      ...{ facility: text, messageId: text, structured: { [text]: { [text]: text } } },
      breadcrumbs: [{ at: Date.now(), category: text, message: text, level: text }],
    },
  })
  await intake.accept(aProject(), 'http', [event])
  await intake.close()
  const { rows } = await pool.query<{ id: number }>('select max(id) as id from signature')
  return rows[0]?.id ?? 0
}
