import { fileActor } from '#lib/access/person.ts'
import { everything } from '#lib/access/reach.ts'
import { createAlert, deleteAlert, updateAlert } from '#lib/alerting/mutations.ts'
import type { AlertInput } from '#lib/alerting/schema.ts'
import { recordChange } from '#lib/audit/record.ts'
import type { Change } from '#lib/config/changes.ts'
import { plannedChanges, storedDeclarations } from '#lib/config/data.ts'
import type { Configuration, Declarations } from '#lib/config/declarations.ts'
import { declareDashboard } from '#lib/dashboards/declared/mutations.ts'
import type { DashboardDefinition } from '#lib/dashboards/schema.ts'
import { overPrisma } from '#lib/db/change.ts'
import { type Db, db, type Tx } from '#lib/db/client.ts'
import { definitionOf } from '#lib/monitors/definition.ts'
import { insertMonitor, lockMonitor, saveMonitor } from '#lib/monitors/mutations.ts'
import type { MonitorInput } from '#lib/monitors/schema.ts'
import { checkClaims, declareProject, releaseProject } from '#lib/projects/declared/mutations.ts'
import type { ProjectDeclaration } from '#lib/projects/schema.ts'
import type { Settings } from '#lib/settings.ts'
import { createSource, deleteSource, updateSource } from '#lib/sources/mutations.ts'
import type { SourceInput } from '#lib/sources/schema.ts'

/** Any number that nothing else locks with; held while a file is applied. */
const APPLY_LOCK = 8_365_380
/** Thousands of monitors are written one by one. */
const TIME_LIMIT_MS = 10 * 60_000

/**
 * Brings the database in line with a file, in one transaction, and answers what changed. With `planOnly`
 * everything is tried and undone, so a plan meets every mistake that applying would meet.
 */
export async function applyConfiguration(
  configuration: Configuration,
  { planOnly = false, client = db() }: { planOnly?: boolean; client?: Db } = {},
): Promise<Change[]> {
  const undo = new Error('planned only')
  let changes: Change[] = []
  const work = async (tx: Tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(${APPLY_LOCK})`
    changes = await plannedChanges(configuration, tx)
    await makeGroups(tx, configuration)
    await applyChanges(tx, configuration, changes)
    if (planOnly) throw undo
  }
  await client
    .$transaction(work, { timeout: TIME_LIMIT_MS, maxWait: TIME_LIMIT_MS })
    .catch(error => {
      if (error !== undo) throw error
    })
  return changes
}

/** Groups that only the file knows are made: on a fresh installation there are none. */
async function makeGroups(tx: Tx, { sources, projects, monitors, dashboards }: Declarations) {
  const limited = [...sources, ...projects, ...monitors, ...dashboards].flatMap(
    ({ groups }) => groups,
  )
  const made = await tx.group.createManyAndReturn({
    data: [...new Set(limited)].map(name => ({ name })),
    skipDuplicates: true,
  })
  for (const { name } of made)
    await recordChange(overPrisma(tx), {
      ...{ actor: fileActor, action: 'create', subject: 'group', subjectId: name },
      change: { after: { name } },
    })
}

async function applyChanges(tx: Tx, configuration: Configuration, changes: Change[]) {
  const present = await storedDeclarations(tx)
  for (const change of changes)
    try {
      if (change.kind === 'monitor') await applyMonitor(tx, change, configuration.monitors)
      else if (change.kind === 'project') await applyProject(tx, change, configuration.projects)
      else if (change.kind === 'dashboard')
        await applyDashboard(tx, change, configuration.dashboards)
      else await applyInstance(tx, change, change.kind, configuration, present)
    } catch (error) {
      throw configuration.explain(change.kind, change.name, error)
    }
  for (const { name } of configuration.projects)
    await checkClaims(tx, name).catch(error => {
      throw configuration.explain('project', name, error)
    })
}

const VERBS = {
  source: { create: createSource, update: updateSource, remove: deleteSource },
  alert: { create: createAlert, update: updateAlert, remove: deleteAlert },
}

type Instance = SourceInput | AlertInput

async function applyInstance(
  tx: Tx,
  { name, action }: Change,
  kind: 'source' | 'alert',
  wanted: Declarations,
  present: Declarations,
) {
  const by = { file: true, tx, actor: fileActor }
  const verbs = VERBS[kind]
  if (action === 'delete') return verbs.remove(name, by)

  const { key, type, config, ...fields } = named<Instance>(wanted[`${kind}s`], name)
  if (action === 'create') return verbs.create({ key, type, config, ...fields }, by)

  const before = named<Instance>(present[`${kind}s`], name)
  const settings = { ...allAway(before.config), ...config }
  return verbs.update(key, { ...fields, config: settings }, { ...by, type })
}

/** In a change of settings, null takes one away. */
const allAway = (settings: Settings) =>
  Object.fromEntries(Object.keys(settings).map(name => [name, null]))

async function applyProject(tx: Tx, { name, action }: Change, wanted: ProjectDeclaration[]) {
  if (action === 'release') return releaseProject(tx, name, fileActor)
  const isNew = action === 'create'
  return declareProject(tx, named(wanted, name), { isNew, actor: fileActor })
}

async function applyMonitor(tx: Tx, { name, action }: Change, wanted: MonitorInput[]) {
  if (action === 'create')
    return insertMonitor(tx, named(wanted, name), fileActor, { declared: true })

  const { id } = await tx.monitor.findUniqueOrThrow({ where: { name }, select: { id: true } })
  const current = await lockMonitor(tx, id, everything)
  const isReleased = action === 'release'
  const input = isReleased ? { ...definitionOf(current), active: false } : named(wanted, name)
  await saveMonitor(tx, current, input, fileActor, { declared: !isReleased })
}

async function applyDashboard(tx: Tx, { name, action }: Change, wanted: DashboardDefinition[]) {
  await declareDashboard(tx, name, action === 'release' ? null : named(wanted, name))
}

function named<T extends { key: string } | { name: string }>(items: readonly T[], name: string): T {
  const item = items.find(one => ('key' in one ? one.key : one.name) === name)
  if (!item) throw new Error(`${name} is in the changes but not among the declarations`)
  return item
}
