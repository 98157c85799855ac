import type { Actor } from '#lib/access/person.ts'
import {
  type Changer,
  type Reach,
  reachOf,
  refuseForeignGroups,
  whereReached,
} from '#lib/access/reach.ts'
import { overPrisma, tellChange } from '#lib/db/change.ts'
import { db, Prisma, type Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { recordPause } from '#lib/monitors/activation/mutations.ts'
import { checkDefinition } from '#lib/monitors/check/data.ts'
import { getMonitor } from '#lib/monitors/data.ts'
import { changedFields, copyName, definitionOf } from '#lib/monitors/definition.ts'
import { type MonitorInput, mergePatch, monitorInput } from '#lib/monitors/schema.ts'
import { noteMonitor } from '#lib/monitors/trail/mutations.ts'
import { getVersion } from '#lib/monitors/versions/data.ts'
import { parse } from '#lib/parse.ts'
import { notifyRuns } from '#lib/runs/queue.ts'
import { savedSince } from '#lib/saved-since.ts'

/** Scripts are compiled one after the other, and years of runs may go with a monitor. */
const TIME_LIMIT_MS = 60_000

/** Makes a monitor and its first version. Answers its id. */
export async function createMonitor(input: MonitorInput, by: Changer): Promise<number> {
  refuseForeignGroups(by, input.groups)
  return save(tx => insertMonitor(tx, input, by))
}

interface Made {
  /** belfry.yaml says so */
  declared?: boolean
  /** whose copy it is */
  copyOf?: number
}

/** The same inside a transaction. */
export async function insertMonitor(
  tx: Tx,
  input: MonitorInput,
  actor: Actor,
  { declared = false, copyOf }: Made = {},
): Promise<number> {
  await checkDefinition(tx, input, ['script', 'groups', 'sources', 'alerts'])
  const { id } = await tx.monitor.create({ data: { ...rowOf(input), declared } })
  await keepVersion(tx, id, 1, input, actor)
  await noteMonitor(tx, actor, {
    ...{ id, before: null, after: { ...input, version: 1, declared } },
    ...(copyOf !== undefined && { action: 'copy', more: { copyOf } }),
  })
  await notifyChanged(tx, id)
  return id
}

/**
 * Changes a monitor by a JSON merge patch; what the patch leaves out stays. A patch that changes nothing
 * writes nothing. With `version` given it is refused when someone else has saved since. What it does is changed only by
 * whoever is in all of its groups: its script comes at what each of them opens.
 */
export async function updateMonitor(
  id: number,
  patch: object,
  by: Changer,
  version?: number,
  how: Pick<Saved, 'restored'> = {},
): Promise<void> {
  await save(async tx => {
    const current = await lockMonitor(tx, id, reachOf(by))
    if (version !== undefined && version !== current.version)
      throw savedSince(`“${current.name}”`, current.version)
    const input = parse(monitorInput, mergePatch(definitionOf(current), patch), 'The monitor')
    if (changedFields(current, input).length > 0) {
      if (current.declared) throw isDeclared(current.name)
      refuseForeignGroups(by, [...new Set([...current.groups, ...input.groups])])
    }
    await saveMonitor(tx, current, input, by, how)
  })
}

interface Saved {
  /** whether belfry.yaml says so from now on */
  declared?: boolean
  /** the version that is brought back */
  restored?: number
}

/** Writes what differs: a version if the definition does, INACTIVE if it is paused. */
export async function saveMonitor(
  tx: Tx,
  current: StoredMonitor,
  input: MonitorInput,
  actor: Actor,
  { declared = current.declared, restored }: Saved = {},
): Promise<void> {
  const changed = changedFields(current, input)
  const turned = input.active !== current.active
  if (changed.length === 0 && !turned && declared === current.declared) return

  await checkDefinition(tx, input, changed)
  const version = current.version + (changed.length > 0 ? 1 : 0)
  const now = new Date()
  const isRescheduled =
    changed.includes('schedule') || changed.includes('timezone') || (turned && input.active)
  await tx.monitor.update({
    where: { id: current.id },
    data: {
      ...rowOf(input),
      ...{ version, declared, updatedAt: now },
      // Planned times of the old schedule, and of the pause, are not made up for.
      ...(isRescheduled && { scheduledFrom: now }),
    },
  })
  if (changed.length > 0) await keepVersion(tx, current.id, version, input, actor)
  if (turned && !input.active) await recordPause(tx, { ...current, version })
  await noteMonitor(tx, actor, {
    ...{ id: current.id, before: current, after: { ...input, version, declared } },
    ...(restored !== undefined && { action: 'restore', more: { restored } }),
  })
  await notifyChanged(tx, current.id)
}

export const pauseMonitor = (id: number, by: Changer) => updateMonitor(id, { active: false }, by)

/** Lets it run again from now on; what was planned during the pause is not made up for. */
export const resumeMonitor = (id: number, by: Changer) => updateMonitor(id, { active: true }, by)

/** Brings back an old version as a new one. Whether it is active stays. */
export async function restoreVersion(id: number, version: number, by: Changer): Promise<void> {
  const monitor = await getMonitor(reachOf(by), id)
  const { content } = await getVersion(monitor.id, version)
  const { active, ...definition } = content
  await updateMonitor(id, definition, by, undefined, { restored: version })
}

/** Makes a paused copy under a free name, or the given one. Answers its id. */
export async function copyMonitor(id: number, by: Changer, name?: string): Promise<number> {
  return save(async tx => {
    const original = await lockMonitor(tx, id, reachOf(by))
    refuseForeignGroups(by, original.groups)
    const rows = await tx.monitor.findMany({ select: { name: true } })
    const taken = new Set(rows.map(row => row.name))
    const copy = {
      ...definitionOf(original),
      name: name ?? copyName(original.name, taken),
      active: false,
    }
    return insertMonitor(tx, parse(monitorInput, copy), by, { copyOf: id })
  })
}

/** Deletes a monitor with its history, versions and deliveries. */
export async function deleteMonitor(id: number, by: Changer): Promise<void> {
  await save(tx => removeMonitor(tx, id, by))
}

/** The same inside a transaction. */
export async function removeMonitor(tx: Tx, id: number, by: Changer): Promise<void> {
  const monitor = await lockMonitor(tx, id, reachOf(by))
  if (monitor.declared) throw isDeclared(monitor.name)
  await tx.monitor.delete({ where: { id } })
  await noteMonitor(tx, by, { id, before: monitor, after: null })
  await notifyChanged(tx, id)
}

export type StoredMonitor = Awaited<ReturnType<typeof lockMonitor>>

/** Reads a monitor and keeps others from changing it until the transaction ends. */
export async function lockMonitor(tx: Tx, id: number, reach: Reach) {
  await tx.$queryRaw`select id from monitor where id = ${id} for no key update`
  const row = await tx.monitor.findUnique({ where: { id, ...whereReached(reach) } })
  if (!row) throw new UserError(`There is no monitor ${id}.`, { code: 'not_found' })
  // Only rowOf() writes these columns.
  const { sources, alerts, policy } = row as unknown as MonitorInput
  return { ...row, sources, alerts, policy }
}

const rowOf = (input: MonitorInput) => ({
  ...input,
  sources: input.sources ?? Prisma.DbNull,
  alerts: input.alerts ?? Prisma.DbNull,
})

async function keepVersion(
  tx: Tx,
  monitorId: number,
  version: number,
  content: MonitorInput,
  actor: Actor,
) {
  await tx.monitorVersion.create({ data: { monitorId, version, author: actor.name, content } })
}

async function notifyChanged(tx: Tx, id: number) {
  await tellChange(tx, `monitor:${id}`)
  await notifyRuns(overPrisma(tx), [id])
}

const isDeclared = (name: string) =>
  new UserError(`“${name}” is declared in belfry.yaml; change it there.`, { code: 'conflict' })

/** Writes in a transaction whose only unique thing is a monitor's name. */
async function save<T>(write: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await db().$transaction(write, { timeout: TIME_LIMIT_MS, maxWait: TIME_LIMIT_MS })
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002')
      throw error
    throw new UserError('There is a monitor of this name already.', {
      code: 'conflict',
      fields: { name: 'is taken already' },
    })
  }
}
