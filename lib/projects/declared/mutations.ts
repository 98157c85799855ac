import type { Actor } from '#lib/access/person.ts'
import { difference } from '#lib/audit/difference.ts'
import type { Tx } from '#lib/db/client.ts'
import type { ProjectKey } from '#lib/db/generated/client.ts'
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
import { seal, unseal } from '#lib/secrets.ts'

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
  const changes = await declareKeys(tx, id, keys)
  if (changes.given.length + changes.revoked.length > 0)
    await noteChange(tx, { id, name: project.name }, by, 'keys', changes)
}

/** Gives a project that left the file back to the pages; what the file gave it, its claims and keys, ends. */
export async function releaseProject(tx: Tx, name: string, actor: Actor): Promise<void> {
  const { id, ...row } = await tx.project.findUniqueOrThrow({ where: { name } })
  const claims = OWN_PROJECTS.find(own => own.id === id)?.claims ?? projectClaims.parse({})
  await tx.project.update({ where: { id }, data: { claims, declared: false } })
  const { revoked } = await declareKeys(tx, id, [])
  const change = difference(
    { claims: row.claims, declared: row.declared },
    { claims, declared: false },
  )
  await noteChange(tx, { id, name }, { actor }, 'release', { ...change, revoked })
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

/** The public keys of those that work from now on, or with another private one, and of those that do not any more. */
interface KeyChanges {
  given: string[]
  revoked: string[]
}

/** Keys of the file that left it are revoked; one that comes back works again. */
async function declareKeys(
  tx: Tx,
  projectId: number,
  keys: readonly KeyInput[],
): Promise<KeyChanges> {
  const named = keys.map(({ publicKey }) => publicKey)
  const gone = { projectId, declared: true, publicKey: { notIn: named } }
  const revoked = await tx.projectKey.findMany({ where: gone })
  await tx.projectKey.updateMany({
    where: gone,
    data: { declared: false, revokedAt: new Date() },
  })
  const given: string[] = []
  for (const [index, pair] of keys.entries()) {
    const known = await tx.projectKey.findUnique({ where: { publicKey: pair.publicKey } })
    if (known && known.projectId !== projectId)
      throw new UserError('A key belongs to another project.', {
        fields: { [`keys.${index}.publicKey`]: 'belongs to another project' },
      })
    if (known && isSo(known, pair)) continue
    const { id } = known ?? (await insertKey(tx, projectId, pair))
    await tx.projectKey.update({
      where: { id },
      data: { privateKey: seal(pair.privateKey), declared: true, revokedAt: null },
    })
    given.push(pair.publicKey)
  }
  return { given, revoked: revoked.map(key => key.publicKey) }
}

const isSo = ({ declared, revokedAt, privateKey }: ProjectKey, pair: KeyInput): boolean =>
  declared && revokedAt === null && String(unseal(privateKey)) === pair.privateKey
