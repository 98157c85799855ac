import type { Actor } from '#lib/access/person.ts'
import { overPrisma, tellChange } from '#lib/db/change.ts'
import { db, Prisma, type Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { recordPause } from '#lib/monitors/activation/mutations.ts'
import { checkDefinition } from '#lib/monitors/check/data.ts'
import { getVersion } from '#lib/monitors/data.ts'
import { changedFields, copyName, definitionOf } from '#lib/monitors/definition.ts'
import { type MonitorInput, mergePatch, monitorInput } from '#lib/monitors/schema.ts'
import { parse } from '#lib/parse.ts'
import { notifyRuns } from '#lib/runs/queue.ts'

/** Scripts are compiled one after the other, and years of runs may go with a monitor. */
const TIME_LIMIT_MS = 60_000

/** Makes a monitor and its first version. Answers its id. */
export async function createMonitor(input: MonitorInput, actor: Actor): Promise<number> {
  return save(tx => insertMonitor(tx, input, actor))
}

/** The same inside a transaction; `declared` when belfry.yaml says so. */
export async function insertMonitor(
  tx: Tx,
  input: MonitorInput,
  actor: Actor,
  declared = false,
): Promise<number> {
  await checkDefinition(tx, input, ['script', 'sources', 'alerts'])
  const { id } = await tx.monitor.create({ data: { ...rowOf(input), declared } })
  await keepVersion(tx, id, 1, input, actor)
  await notifyChanged(tx, id)
  return id
}

/**
 * Changes a monitor by a JSON merge patch; what the patch leaves out stays. A patch that changes nothing
 * writes nothing. With `version` given it is refused when someone else has saved since.
 */
export async function updateMonitor(
  id: number,
  patch: object,
  actor: Actor,
  version?: number,
): Promise<void> {
  await save(async tx => {
    const current = await lockMonitor(tx, id)
    if (version !== undefined && version !== current.version)
      throw new UserError(
        `“${current.name}” was saved by someone else since: it is at version ${current.version} now.`,
        { code: 'conflict', fields: { version: `is ${current.version} by now` } },
      )
    const input = parse(monitorInput, mergePatch(definitionOf(current), patch), 'The monitor')
    if (current.declared && changedFields(current, input).length > 0) throw isDeclared(current.name)
    await saveMonitor(tx, current, input, actor)
  })
}

/** Writes what differs: a version if the definition does, INACTIVE if it is paused. */
export async function saveMonitor(
  tx: Tx,
  current: StoredMonitor,
  input: MonitorInput,
  actor: Actor,
): Promise<void> {
  const changed = changedFields(current, input)
  const turned = input.active !== current.active
  if (changed.length === 0 && !turned) return

  await checkDefinition(tx, input, changed)
  const version = current.version + (changed.length > 0 ? 1 : 0)
  const now = new Date()
  const isRescheduled =
    changed.includes('schedule') || changed.includes('timezone') || (turned && input.active)
  await tx.monitor.update({
    where: { id: current.id },
    data: {
      ...rowOf(input),
      version,
      updatedAt: now,
      // Planned times of the old schedule, and of the pause, are not made up for.
      ...(isRescheduled && { scheduledFrom: now }),
    },
  })
  if (changed.length > 0) await keepVersion(tx, current.id, version, input, actor)
  if (turned && !input.active) await recordPause(tx, { ...current, version })
  await notifyChanged(tx, current.id)
}

export const pauseMonitor = (id: number, actor: Actor) =>
  updateMonitor(id, { active: false }, actor)

/** Lets it run again from now on; what was planned during the pause is not made up for. */
export const resumeMonitor = (id: number, actor: Actor) =>
  updateMonitor(id, { active: true }, actor)

/** Brings back an old version as a new one. Whether it is active stays. */
export async function restoreVersion(id: number, version: number, actor: Actor): Promise<void> {
  const { content } = await getVersion(id, version)
  const { active, ...definition } = content
  await updateMonitor(id, definition, actor)
}

/** Makes a paused copy under a free name, or the given one. Answers its id. */
export async function copyMonitor(id: number, actor: Actor, name?: string): Promise<number> {
  return save(async tx => {
    const original = await lockMonitor(tx, id)
    const rows = await tx.monitor.findMany({ select: { name: true } })
    const taken = new Set(rows.map(row => row.name))
    const copy = {
      ...definitionOf(original),
      name: name ?? copyName(original.name, taken),
      active: false,
    }
    return insertMonitor(tx, parse(monitorInput, copy), actor)
  })
}

/** Deletes a monitor with its history, versions and deliveries. */
export async function deleteMonitor(id: number, actor: Actor): Promise<void> {
  await save(async tx => {
    const { declared, name } = await lockMonitor(tx, id)
    if (declared) throw isDeclared(name)
    await tx.monitor.delete({ where: { id } })
    await notifyChanged(tx, id)
  })
}

export type StoredMonitor = Awaited<ReturnType<typeof lockMonitor>>

/** Reads a monitor and keeps others from changing it until the transaction ends. */
export async function lockMonitor(tx: Tx, id: number) {
  await tx.$queryRaw`select id from monitor where id = ${id} for no key update`
  const row = await tx.monitor.findUnique({ where: { id } })
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
