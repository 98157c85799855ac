import type { Actor } from '#lib/access/person.ts'
import { changedFields, contentOf } from '#lib/dashboards/definition.ts'
import type { DashboardContent, DashboardDefinition } from '#lib/dashboards/schema.ts'
import { noteDashboard } from '#lib/dashboards/trail.ts'
import { UserError } from '#lib/failures.ts'
import type { Queryable } from '#lib/transaction.ts'

/** Any number that nothing else locks with; held while one is written. */
const WRITE_LOCK = 8_365_384

/** For so long a deleted dashboard can be brought back; then the clean-up takes it for good. */
export const DELETED_DAYS = 30

export interface Stored extends DashboardDefinition {
  id: number
  version: number
  declared: boolean
}

/** How a change came about. */
export interface How {
  /** whether belfry.yaml says so from now on */
  declared?: boolean
  /** stands in the trail; default: what the change is */
  action?: string | undefined
  /** what the trail says besides the difference */
  more?: object | undefined
}

/**
 * Keeps others from writing dashboards until the transaction ends. All of them at once: names are compared with all,
 * and a file that brings several waits for nobody who waits for it.
 */
export const lockDashboards = (client: Queryable) =>
  client.query('select pg_advisory_xact_lock($1)::text', [WRITE_LOCK])

/** A dashboard that is not deleted, and that nobody else writes until the transaction ends. */
export async function lockStored(client: Queryable, id: number): Promise<Stored | null> {
  await lockDashboards(client)
  const { rows } = await client.query<Omit<Stored, 'panels'> & { content: DashboardContent }>(
    `select id, name, description, groups, content, version, declared from dashboard
     where id = $1 and deleted_at is null`,
    [id],
  )
  if (!rows[0]) return null
  const { content, ...stored } = rows[0]
  return { ...stored, ...content }
}

/** Makes a dashboard and its first version. Answers its id. */
export async function insertStored(
  client: Queryable,
  definition: DashboardDefinition,
  actor: Actor,
  { declared = false, action = 'create', more }: How = {},
): Promise<number> {
  const { name, description, groups } = definition
  await lockDashboards(client)
  await refuseTaken(client, name, 0)
  const { rows } = await client.query<{ id: number }>(
    `insert into dashboard (name, description, groups, content, declared)
     values ($1, $2, $3::text[], $4::jsonb, $5) returning id`,
    [name, description, groups, contentJson(definition), declared],
  )
  const made = { ...definition, id: rows[0]?.id ?? 0, version: 1, declared }
  await keepVersion(client, made, actor)
  await noteDashboard(client, actor, { before: null, after: made, action, more })
  return made.id
}

/** Writes what differs and puts it into the trail. Without a difference it does nothing. */
export async function saveStored(
  client: Queryable,
  before: Stored,
  definition: DashboardDefinition,
  actor: Actor,
  { declared = before.declared, action = 'change', more }: How = {},
): Promise<void> {
  const after = await writeStored(client, before, { ...definition, declared }, actor)
  if (after) await noteDashboard(client, actor, { before, after, action, more })
}

/** Writes what differs, as a new version unless the file only takes it over or lets go of it. Null when nothing does. */
export async function writeStored(
  client: Queryable,
  before: Stored,
  wanted: DashboardDefinition & { declared: boolean },
  actor: Actor,
): Promise<Stored | null> {
  const isNewVersion = changedFields(before, wanted).length > 0
  if (!isNewVersion && wanted.declared === before.declared) return null

  const { id, version } = before
  const after = { ...wanted, id, version: version + (isNewVersion ? 1 : 0) }
  if (after.name !== before.name) await refuseTaken(client, after.name, id)
  await client.query(
    `update dashboard set name = $2, description = $3, groups = $4::text[], content = $5::jsonb,
       version = $6, declared = $7, updated_at = now() where id = $1`,
    [
      ...[id, after.name, after.description, after.groups],
      ...[contentJson(after), after.version, after.declared],
    ],
  )
  if (isNewVersion) await keepVersion(client, after, actor)
  return after
}

/** Takes it away from everybody until it is brought back, or cleaned up. Answers the entry of the trail. */
export async function removeStored(
  client: Queryable,
  stored: Stored,
  actor: Actor,
): Promise<number> {
  await client.query('update dashboard set deleted_at = now() where id = $1', [stored.id])
  return noteDashboard(client, actor, { before: stored, after: null, action: 'delete' })
}

/** Throws a UserError (`conflict`) when another dashboard has this name. For whoever holds the lock. */
export async function refuseTaken(client: Queryable, name: string, id: number): Promise<void> {
  const { rows } = await client.query(
    'select 1 from dashboard where name = $1 and id <> $2 and deleted_at is null',
    [name, id],
  )
  if (rows.length > 0)
    throw new UserError(`There is a dashboard called “${name}” already.`, {
      code: 'conflict',
      fields: { name: 'is taken already' },
    })
}

const contentJson = (content: DashboardContent) => JSON.stringify(contentOf(content))

async function keepVersion(client: Queryable, made: Stored, { name: author }: Actor) {
  await client.query(
    `insert into dashboard_version (dashboard_id, version, name, description, content, saved_by)
     values ($1, $2, $3, $4, $5::jsonb, $6)`,
    [made.id, made.version, made.name, made.description, contentJson(made), author],
  )
}
