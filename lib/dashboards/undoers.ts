import type { PoolClient } from 'pg'
import type { Undo, Undoers } from '#lib/audit/undo.ts'
import { cannotUndo, undoerWithin } from '#lib/audit/undoer.ts'
import { refuseGroups } from '#lib/dashboards/groups.ts'
import type { DashboardContent, DashboardDefinition } from '#lib/dashboards/schema.ts'
import { lockDashboards, lockStored, refuseTaken, writeStored } from '#lib/dashboards/stored.ts'
import { tellDashboard } from '#lib/dashboards/trail.ts'

/** How each change of a dashboard is taken back. */
export const dashboardUndoers: Undoers = {
  'dashboard.change': onDashboard(undoChange),
  'dashboard.restore': onDashboard(undoChange),
  'dashboard.delete': onDashboard(undoDelete),
}

function onDashboard(take: Undo) {
  return undoerWithin('dashboards:write', 'select groups from dashboard where id = $1', take)
}

/** What the trail says of a change; a difference that would be too much for it says less. */
interface Told {
  before: { version?: number; groups?: string[] }
  after: { version?: number }
}

/** Gives back what stood before, as a new version, unless it was changed again since. */
async function undoChange(
  ...[client, { subjectId, change }, person]: Parameters<Undo>
): Promise<void> {
  const stored = await lockStored(client, Number(subjectId))
  if (!stored) throw cannotUndo('it was deleted since')
  if (stored.declared) throw cannotUndo('it is declared in belfry.yaml; change it there')
  const { before, after } = change as unknown as Told
  if (before.version === undefined)
    throw cannotUndo('so much was changed that the trail does not hold it; restore an old version')
  if (after.version !== stored.version) throw cannotUndo('it was changed again since')

  const { groups = stored.groups } = before
  refuseGroups(person, groups, stored.groups)
  await refuseGone(client, groups)
  const kept = await keptIn(client, stored.id, before.version)
  await writeStored(client, stored, { ...stored, ...kept, groups }, person)
  await tellDashboard(client, stored.id)
}

/** Brings a dashboard back with its versions. Throws a UserError when its name is another's by now. */
async function undoDelete(...[client, { subjectId }]: Parameters<Undo>): Promise<void> {
  const id = Number(subjectId)
  await lockDashboards(client)
  const { rows } = await client.query<{ name: string; groups: string[] }>(
    'select name, groups from dashboard where id = $1 and deleted_at is not null',
    [id],
  )
  if (!rows[0]) throw cannotUndo('it was deleted for good')
  await refuseTaken(client, rows[0].name, id)
  await refuseGone(client, rows[0].groups)
  await client.query('update dashboard set deleted_at = null where id = $1', [id])
  await tellDashboard(client, id)
}

async function keptIn(
  client: PoolClient,
  id: number,
  version: number,
): Promise<Omit<DashboardDefinition, 'groups'>> {
  const { rows } = await client.query<{
    name: string
    description: string
    content: DashboardContent
  }>(
    `select name, description, content from dashboard_version
     where dashboard_id = $1 and version = $2`,
    [id, version],
  )
  if (!rows[0]) throw cannotUndo('what it was is not kept any more')
  const { content, ...kept } = rows[0]
  return { ...kept, ...content }
}

async function refuseGone(client: PoolClient, groups: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'select name from person_group where name = any($1) for share',
    [groups],
  )
  const gone = groups.filter(group => !rows.some(({ name }) => name === group))
  if (gone.length > 0) throw cannotUndo(`there is no group ${gone.join(', ')} any more`)
}
