import { type Change, changesBetween, idOf, type StoredEntry } from '#lib/config/changes.ts'
import type { Declarations } from '#lib/config/declarations.ts'
import { entriesOf } from '#lib/config/entries.ts'
import { declarableDashboards } from '#lib/dashboards/declared/data.ts'
import { type Db, db, type Tx } from '#lib/db/client.ts'
import { definitionOf } from '#lib/monitors/definition.ts'
import type { MonitorInput } from '#lib/monitors/schema.ts'
import { declarableProjects } from '#lib/projects/declared/data.ts'
import { openSettings } from '#lib/settings.ts'

/** Everything in the database that a file can declare, in the form of a file, secrets opened. */
export async function storedDeclarations(client: Db | Tx = db()): Promise<Declarations> {
  return (await stored(client)).declarations
}

/** What applying these declarations would change. */
export async function plannedChanges(
  declarations: Declarations,
  client: Db | Tx = db(),
): Promise<Change[]> {
  const now = await stored(client)
  const entries = entriesOf(now.declarations).map((entry): StoredEntry => {
    return { ...entry, declared: now.declared.has(idOf(entry)) }
  })
  return changesBetween(entries, entriesOf(declarations))
}

async function stored(client: Db | Tx) {
  const [sources, alerts, projects, monitors, dashboards] = await Promise.all([
    client.source.findMany({ orderBy: { key: 'asc' } }),
    client.alert.findMany({ orderBy: { key: 'asc' } }),
    declarableProjects(client),
    client.monitor.findMany({ orderBy: { name: 'asc' } }),
    declarableDashboards(client),
  ])
  const declarations: Declarations = {
    sources: sources.map(({ key, type, description, enabled, groups, ...row }) => {
      return { key, type, description, enabled, groups, config: openSettings(row) }
    }),
    alerts: alerts.map(({ key, type, description, enabled, states, ...row }) => {
      return { key, type, description, enabled, states, config: openSettings(row) }
    }),
    projects: projects.map(({ declaration }) => declaration),
    // These rows are only written from such definitions.
    monitors: monitors.map(row => definitionOf(row as unknown as MonitorInput)),
    dashboards: dashboards.map(({ declaration }) => declaration),
  }
  const declared = [
    ...sources.filter(row => row.declared).map(({ key }) => idOf({ kind: 'source', name: key })),
    ...alerts.filter(row => row.declared).map(({ key }) => idOf({ kind: 'alert', name: key })),
    ...projects
      .filter(row => row.declared)
      .map(({ declaration: { name } }) => idOf({ kind: 'project', name })),
    ...monitors.filter(row => row.declared).map(({ name }) => idOf({ kind: 'monitor', name })),
    ...dashboards
      .filter(row => row.declared)
      .map(({ declaration: { name } }) => idOf({ kind: 'dashboard', name })),
  ]
  return { declarations, declared: new Set(declared) }
}
