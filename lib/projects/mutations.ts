import { changing, refuseDeclared } from '#lib/db/change.ts'
import { db, Prisma, type Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { mergePatch } from '#lib/monitors/schema.ts'
import { parse } from '#lib/parse.ts'
import { claimConflicts } from '#lib/projects/conflicts.ts'
import { getProject } from '#lib/projects/data.ts'
import { insertKey, newPair } from '#lib/projects/keys/mutations.ts'
import { projectOf } from '#lib/projects/rows.ts'
import { isFixed, type ProjectInput, type ProjectView, projectInput } from '#lib/projects/schema.ts'
import { type ByPerson, noteChange } from '#lib/projects/trail/mutations.ts'

/** Any number that nothing else locks with; held while claims are compared. */
const CLAIMS_LOCK = 8_365_381
/** A project's counts may be millions of rows. */
const DELETE_LIMIT_MS = 10 * 60_000

/** Makes a project with a pair of keys. */
export async function createProject(input: unknown, by: ByPerson): Promise<ProjectView> {
  const project = parse(projectInput, input, 'The project')
  return changing(by, async tx => {
    await refuseTaken(tx, project)
    const { id } = await tx.project.create({
      data: { ...columnsOf(project), declared: by.file ?? false },
    })
    await insertKey(tx, id, newPair())
    await noteChange(tx, id, by, 'create', { after: project })
    return getProject(id, tx)
  })
}

/** Applies a JSON merge patch: what is left out stays, null goes back to the default. */
export async function updateProject(
  id: number,
  patch: unknown,
  by: ByPerson,
): Promise<ProjectView> {
  return changing(by, async tx => {
    const before = await changeable(tx, id, by)
    const after = parse(projectInput, mergePatch(before, patch), 'The project')
    await refuseTaken(tx, after, id)
    await tx.project.update({
      where: { id },
      data: { ...columnsOf(after), updatedAt: new Date(), ...(by.file ? { declared: true } : {}) },
    })
    await noteChange(tx, id, by, 'change', { before, after })
    return getProject(id, tx)
  })
}

/** Deletes a project with its keys, signatures, counts and examples. */
export async function deleteProject(id: number, by: ByPerson): Promise<void> {
  if (isFixed(id))
    throw new UserError('This project belongs to Belfry and cannot be deleted.', {
      code: 'conflict',
    })
  await db().$transaction(
    async tx => {
      const before = await changeable(tx, id, by)
      await tx.$executeRaw`delete from intake_seen where project_id = ${id}`
      await tx.project.delete({ where: { id } })
      await noteChange(tx, id, by, 'delete', { before })
    },
    { timeout: DELETE_LIMIT_MS },
  )
}

/** The project as it is, locked until the transaction ends. */
async function changeable(tx: Tx, id: number, by: ByPerson): Promise<ProjectInput> {
  await tx.$queryRaw`select from project where id = ${id} for update`
  const row = await tx.project.findUnique({ where: { id } })
  if (!row) throw new UserError(`There is no project ${id}.`, { code: 'not_found' })
  refuseDeclared(`The project ${row.name}`, row, by)
  const { id: _, ...project } = projectOf(row)
  return project
}

/** Throws a UserError when the name is another's, or a claim is; or when a fixed name changes. */
async function refuseTaken(tx: Tx, { name, claims }: ProjectInput, id = 0): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${CLAIMS_LOCK})`
  const rows = await tx.project.findMany()
  const others = rows.filter(row => row.id !== id).map(projectOf)
  const own = rows.find(row => row.id === id)

  const fields = claimConflicts(claims, others)
  if (others.some(other => other.name === name)) fields.name = 'is taken by another project'
  if (own && isFixed(id) && own.name !== name) fields.name = 'cannot change for this project'
  const [problem] = Object.values(fields)
  if (problem)
    throw new UserError(`The project is not valid. ${problemsIn(fields)}`, {
      code: 'conflict',
      fields,
    })
}

const problemsIn = (fields: Record<string, string>) =>
  Object.entries(fields)
    .map(([field, text]) => `${field}: ${text}`)
    .join('; ')

const columnsOf = ({ protocols, ...project }: ProjectInput) => ({
  ...project,
  protocols: protocols ?? Prisma.DbNull,
})
