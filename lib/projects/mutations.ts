import { isDeepStrictEqual } from 'node:util'
import { requireGroups } from '#lib/access/groups/data.ts'
import { everything } from '#lib/access/reach.ts'
import { difference, isDifferent } from '#lib/audit/difference.ts'
import { type By, changing, refuseDeclared } from '#lib/db/change.ts'
import { db, Prisma, type Tx } from '#lib/db/client.ts'
import { type FieldErrors, UserError } from '#lib/failures.ts'
import { mergePatch } from '#lib/monitors/schema.ts'
import { parse } from '#lib/parse.ts'
import { claimConflicts } from '#lib/projects/conflicts.ts'
import { getProject } from '#lib/projects/data.ts'
import { insertKey, newPair } from '#lib/projects/keys/mutations.ts'
import { projectOf } from '#lib/projects/rows.ts'
import {
  isFixed,
  type KeyInput,
  type ProjectInput,
  type ProjectView,
  projectInput,
} from '#lib/projects/schema.ts'
import { noteChange } from '#lib/projects/trail/mutations.ts'

/** Any number that nothing else locks with; held while names and claims are compared. Taken before any row is. */
const PROJECTS_LOCK = 8_365_381
/** A project's counts may be millions of rows. */
const DELETE_LIMIT_MS = 10 * 60_000

/** Makes a project with a pair of keys, unless other ones are given. */
export async function createProject(
  input: unknown,
  by: By,
  keys: readonly KeyInput[] = [newPair()],
): Promise<ProjectView> {
  const project = parse(projectInput, input, 'The project')
  return changing(by, async tx => {
    await lockProjects(tx)
    await refuseTaken(tx, project, by)
    await requireGroups(tx, project.groups)
    const { id } = await tx.project.create({
      data: { ...columnsOf(project), declared: by.file ?? false },
    })
    for (const pair of keys) await insertKey(tx, id, pair)
    const made = difference({}, { ...project, declared: by.file ?? false })
    await noteChange(tx, { id, name: project.name }, by, 'create', made)
    return getProject(everything, id, tx)
  })
}

/** Applies a JSON merge patch: what is left out stays, null goes back to the default. */
export async function updateProject(id: number, patch: unknown, by: By): Promise<ProjectView> {
  return changing(by, async tx => {
    await lockProjects(tx)
    const { declared, ...before } = await changeable(tx, id, by)
    const after = parse(projectInput, mergePatch(before, patch), 'The project')
    await refuseTaken(tx, after, by, id)
    if (!isDeepStrictEqual(after.groups, before.groups)) await requireGroups(tx, after.groups)
    await tx.project.update({
      where: { id },
      data: { ...columnsOf(after), updatedAt: new Date(), ...(by.file ? { declared: true } : {}) },
    })
    const change = difference({ ...before, declared }, { ...after, declared: by.file || declared })
    if (isDifferent(change)) await noteChange(tx, { id, name: after.name }, by, 'change', change)
    return getProject(everything, id, tx)
  })
}

/** Deletes a project with its keys, signatures, counts and examples. */
export async function deleteProject(id: number, by: By): Promise<void> {
  if (isFixed(id))
    throw new UserError('This project belongs to Belfry and cannot be deleted.', {
      code: 'conflict',
    })
  await db().$transaction(
    async tx => {
      // Waits for all that writes for it (hold.ts); what comes later finds it gone.
      const before = await changeable(tx, id, by)
      await tx.$executeRaw`delete from intake_seen where project_id = ${id}`
      await tx.project.delete({ where: { id } })
      await noteChange(tx, { id, name: before.name }, by, 'delete', difference(before, {}))
    },
    { timeout: DELETE_LIMIT_MS },
  )
}

const lockProjects = (tx: Tx) => tx.$executeRaw`select pg_advisory_xact_lock(${PROJECTS_LOCK})`

interface Standing extends ProjectInput {
  declared: boolean
}

/**
 * The project as it is, locked until the transaction ends. Whoever has the right to change projects is an admin, and
 * reaches them all.
 */
async function changeable(tx: Tx, id: number, by: By): Promise<Standing> {
  await tx.$queryRaw`select from project where id = ${id} for update`
  const row = await tx.project.findUnique({ where: { id } })
  if (!row) throw new UserError(`There is no project ${id}.`, { code: 'not_found' })
  refuseDeclared(`The project ${row.name}`, row, by)
  const { id: _, ...project } = projectOf(row)
  return { ...project, declared: row.declared }
}

/** Throws a UserError when a fixed name changes, or the name or a claim is another's. A file's claims are checked at its end. */
async function refuseTaken(tx: Tx, project: ProjectInput, by: By, id = 0): Promise<void> {
  const named = await tx.project.findUnique({ where: { name: project.name } })
  if (isFixed(id) && named?.id !== id) throw taken({ name: 'cannot change for this project' })
  if (named && named.id !== id) throw taken({ name: 'is taken by another project' })
  if (!by.file) await refuseClaimed(tx, project, id)
}

/** Throws a UserError that names the field when a claim is another project's. */
export async function refuseClaimed(tx: Tx, { claims }: ProjectInput, id: number): Promise<void> {
  const others = await tx.project.findMany({ where: { id: { not: id } } })
  const fields = claimConflicts(claims, others.map(projectOf))
  if (Object.keys(fields).length > 0) throw taken(fields)
}

function taken(fields: FieldErrors): UserError {
  const list = Object.entries(fields).map(([field, text]) => `${field}: ${text}`)
  return new UserError(`The project is not valid. ${list.join('; ')}`, { code: 'conflict', fields })
}

const columnsOf = ({ protocols, ...project }: ProjectInput) => ({
  ...project,
  protocols: protocols ?? Prisma.DbNull,
})
