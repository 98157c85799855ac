import { isDeepStrictEqual } from 'node:util'
import { requireGroups } from '#lib/access/groups/data.ts'
import { type Changer, reaches, reachOf } from '#lib/access/reach.ts'
import type { Panel } from '#lib/charts/panel.ts'
import { getDashboard, getVersion, noDashboard } from '#lib/dashboards/data.ts'
import { definitionOf } from '#lib/dashboards/definition.ts'
import { refuseGroups } from '#lib/dashboards/groups.ts'
import { type DashboardInput, dashboardInput } from '#lib/dashboards/schema.ts'
import {
  type How,
  insertStored,
  lockStored,
  removeStored,
  type Stored,
  saveStored,
} from '#lib/dashboards/stored.ts'
import { overPrisma } from '#lib/db/change.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { copyName } from '#lib/monitors/definition.ts'
import { mergePatch } from '#lib/monitors/schema.ts'
import { parse } from '#lib/parse.ts'
import { savedSince } from '#lib/saved-since.ts'

/** Many may save at once on a slow disk, one after the other. */
const TIME_LIMIT_MS = 60_000

/** Makes a dashboard and its first version. Answers its id. */
export const createDashboard = (input: unknown, by: Changer): Promise<number> =>
  saving(tx => insertDashboard(tx, input, by))

/** The same inside a transaction. */
export async function insertDashboard(
  tx: Tx,
  input: unknown,
  by: Changer,
  how: How = {},
): Promise<number> {
  const dashboard = parse(dashboardInput, input, 'The dashboard')
  refuseGroups(by, dashboard.groups)
  await requireGroups(tx, dashboard.groups)
  return insertStored(overPrisma(tx), definitionOf(dashboard), by, how)
}

/**
 * Changes a dashboard by a JSON merge patch; what it leaves out stays, and `panels` are replaced as a whole. A patch
 * that changes nothing writes nothing. With `version` given it is refused (`conflict`) when someone else has saved since.
 */
export async function updateDashboard(
  id: number,
  patch: object,
  by: Changer,
  version?: number,
  how: How = {},
): Promise<void> {
  await saving(async tx => {
    const stored = await lock(tx, id, by)
    if (version !== undefined && version !== stored.version) throw await savedByOther(tx, stored)
    await changeDashboard(tx, stored, patch, by, how)
  })
}

/** Applies a JSON merge patch to a dashboard that is locked in this transaction. */
export async function changeDashboard(
  tx: Tx,
  stored: Stored,
  patch: object,
  by: Changer,
  how: How = {},
): Promise<void> {
  refuseDeclared(stored)
  const { name, description, groups, range, panels } = stored
  const merged = mergePatch({ name, description, groups, range, panels }, patch)
  const input: DashboardInput = parse(dashboardInput, merged, 'The dashboard')
  if (!isDeepStrictEqual(input.groups, groups)) {
    refuseGroups(by, input.groups, groups)
    await requireGroups(tx, input.groups)
  }
  await saveStored(overPrisma(tx), stored, definitionOf(input), by, how)
}

/** Adds a panel below all others, whatever others save meanwhile. Answers the panel's id. */
export const addPanel = (id: number, panel: Panel, by: Changer): Promise<string> =>
  saving(async tx => {
    const stored = await lock(tx, id, by)
    const panels = definitionOf({ ...stored, panels: [...stored.panels, { panel }] }).panels
    await changeDashboard(tx, stored, { panels }, by)
    return panels.at(-1)?.id ?? ''
  })

/** Brings back an old version as a new one. Who may see it stays. */
export async function restoreVersion(id: number, version: number, by: Changer): Promise<void> {
  const dashboard = await getDashboard(reachOf(by), id)
  const { name, description, range, panels } = await getVersion(dashboard.id, version)
  const how = { action: 'restore', more: { restored: version } }
  await updateDashboard(id, { name, description, range, panels }, by, undefined, how)
}

/** Makes a copy under a free name, or the given one. Answers its id. */
export const copyDashboard = (id: number, by: Changer, name?: string): Promise<number> =>
  saving(async tx => {
    const { description, groups, range, panels, ...original } = await lock(tx, id, by)
    const own = by.role === 'admin' ? groups : groups.filter(group => by.groups.includes(group))
    const copy = {
      ...{ description, range, panels, groups: own },
      name: name ?? copyName(original.name, await namesTaken(tx)),
    }
    return insertDashboard(tx, copy, by, { action: 'copy', more: { copyOf: id } })
  })

/** Deletes a dashboard; it can be brought back for a while. Answers the entry of the trail, by which that is done. */
export const deleteDashboard = (id: number, by: Changer): Promise<number> =>
  saving(async tx => {
    const stored = await lock(tx, id, by)
    refuseDeclared(stored)
    return removeStored(overPrisma(tx), stored, by)
  })

/** All changes of dashboards are written in such a transaction. */
export const saving = <T>(write: (tx: Tx) => Promise<T>): Promise<T> =>
  db().$transaction(write, { timeout: TIME_LIMIT_MS, maxWait: TIME_LIMIT_MS })

async function lock(tx: Tx, id: number, by: Changer): Promise<Stored> {
  const stored = await lockStored(overPrisma(tx), id)
  if (!stored || !reaches(reachOf(by), stored.groups)) throw noDashboard(id)
  return stored
}

function refuseDeclared({ name, declared }: Stored): void {
  if (declared)
    throw new UserError(`“${name}” is declared in belfry.yaml; change it there.`, {
      code: 'conflict',
    })
}

async function savedByOther(tx: Tx, { id, name, version }: Stored): Promise<UserError> {
  const key = { dashboardId_version: { dashboardId: id, version } }
  const last = await tx.dashboardVersion.findUnique({ where: key, select: { savedBy: true } })
  return savedSince(`“${name}”`, version, last?.savedBy)
}

async function namesTaken(tx: Tx): Promise<Set<string>> {
  const rows = await tx.dashboard.findMany({ where: { deletedAt: null }, select: { name: true } })
  return new Set(rows.map(({ name }) => name))
}
