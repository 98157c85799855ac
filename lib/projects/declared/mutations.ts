import type { Actor } from '#lib/access/person.ts'
import type { Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { insertKey } from '#lib/projects/keys/mutations.ts'
import { createProject, refuseClaimed, updateProject } from '#lib/projects/mutations.ts'
import { projectOf } from '#lib/projects/rows.ts'
import {
  type KeyInput,
  OWN_PROJECTS,
  type ProjectDeclaration,
  projectClaims,
} from '#lib/projects/schema.ts'
import { noteChange } from '#lib/projects/trail/mutations.ts'
import { seal } from '#lib/secrets.ts'

/**
 * Brings one project in line with the file, its fixed keys included. What two projects claim is only refused by
 * `checkClaims`, after all of them: in one file a claim may move from one to another.
 */
export async function declareProject(
  tx: Tx,
  { keys, ...project }: ProjectDeclaration,
  { isNew, actor }: { isNew: boolean; actor: Actor },
): Promise<void> {
  const by = { file: true, tx, actor }
  const { id } = isNew
    ? await createProject(project, by, keys.length > 0 ? [] : undefined)
    : await updateProject(await idOf(tx, project.name), project, by)
  await declareKeys(tx, id, keys)
}

/** Gives a project that left the file back to the pages; what the file gave it, its claims and keys, ends. */
export async function releaseProject(tx: Tx, name: string, actor: Actor): Promise<void> {
  const id = await idOf(tx, name)
  const claims = OWN_PROJECTS.find(own => own.id === id)?.claims ?? projectClaims.parse({})
  await tx.project.update({ where: { id }, data: { claims, declared: false } })
  await declareKeys(tx, id, [])
  await noteChange(tx, id, { actor }, 'release', {})
}

/** Throws a UserError that names the field when this project claims what is another's. */
export async function checkClaims(tx: Tx, name: string): Promise<void> {
  const row = await tx.project.findUniqueOrThrow({ where: { name } })
  await refuseClaimed(tx, projectOf(row), row.id)
}

async function idOf(tx: Tx, name: string): Promise<number> {
  const { id } = await tx.project.findUniqueOrThrow({ where: { name }, select: { id: true } })
  return id
}

/** Keys of the file that left it are revoked; one that comes back works again. */
async function declareKeys(tx: Tx, projectId: number, keys: readonly KeyInput[]): Promise<void> {
  const named = keys.map(({ publicKey }) => publicKey)
  await tx.projectKey.updateMany({
    where: { projectId, declared: true, publicKey: { notIn: named } },
    data: { declared: false, revokedAt: new Date() },
  })
  for (const [index, pair] of keys.entries()) {
    const known = await tx.projectKey.findUnique({ where: { publicKey: pair.publicKey } })
    if (known && known.projectId !== projectId)
      throw new UserError('A key belongs to another project.', {
        fields: { [`keys.${index}.publicKey`]: 'belongs to another project' },
      })
    const { id } = known ?? (await insertKey(tx, projectId, pair))
    await tx.projectKey.update({
      where: { id },
      data: { privateKey: seal(pair.privateKey), declared: true, revokedAt: null },
    })
  }
}
