import { randomBytes } from 'node:crypto'
import { everything } from '#lib/access/reach.ts'
import { recordChange } from '#lib/audit/record.ts'
import { type By, changing, overPrisma, refuseDeclared } from '#lib/db/change.ts'
import type { Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { keyRow, keyViewOf } from '#lib/projects/data.ts'
import type { KeyInput, WholeKey } from '#lib/projects/schema.ts'
import { noteChange } from '#lib/projects/trail/mutations.ts'
import { seal, unseal } from '#lib/secrets.ts'

/** Far more than anyone rotates through; each is in every intake's memory. */
const LIVE_KEYS = 20
/** Sentry's SDKs want 32 hexadecimal digits. */
const PUBLIC_KEY_BYTES = 16
const PRIVATE_KEY_BYTES = 24

/** Another pair of keys for a project; those it has go on working. */
export async function giveKey(projectId: number, by: By): Promise<WholeKey> {
  return changing(by, async tx => {
    const project = await lockProject(tx, projectId)
    const live = await tx.projectKey.count({ where: { projectId, revokedAt: null } })
    if (live >= LIVE_KEYS)
      throw new UserError(`A project has at most ${LIVE_KEYS} keys; revoke one first.`, {
        code: 'conflict',
      })
    const key = await insertKey(tx, projectId, newPair())
    await noteChange(tx, project, by, 'give-key', { publicKey: key.publicKey })
    return key
  })
}

/** From now on nobody gets in with this key. Once more changes nothing. */
export async function revokeKey(projectId: number, id: number, by: By): Promise<void> {
  await changing(by, async tx => {
    const project = await lockProject(tx, projectId)
    const key = await keyRow(everything, projectId, id, tx)
    refuseDeclared('This key', key, by)
    if (key.revokedAt) return
    await tx.projectKey.update({ where: { id }, data: { revokedAt: new Date() } })
    await noteChange(tx, project, by, 'revoke-key', { publicKey: key.publicKey })
  })
}

/** A pair of keys with the private one; that it was shown stands in the trail. Throws a UserError when there is none. */
export async function revealKey(projectId: number, id: number, by: By): Promise<WholeKey> {
  return changing(by, async tx => {
    const project = await lockProject(tx, projectId)
    const key = await keyRow(everything, projectId, id, tx)
    await recordChange(overPrisma(tx), {
      ...{ actor: by.actor, action: 'show-key', subject: 'project' },
      ...{ subjectId: projectId, name: project.name, change: { publicKey: key.publicKey } },
    })
    return { ...keyViewOf(key), privateKey: String(unseal(key.privateKey)) }
  })
}

/** Two new keys at random. */
export const newPair = (): KeyInput => ({
  publicKey: randomBytes(PUBLIC_KEY_BYTES).toString('hex'),
  privateKey: randomBytes(PRIVATE_KEY_BYTES).toString('base64url'),
})

export async function insertKey(
  tx: Tx,
  projectId: number,
  { publicKey, privateKey }: KeyInput,
): Promise<WholeKey> {
  const row = await tx.projectKey.create({
    data: { projectId, publicKey, privateKey: seal(privateKey) },
  })
  return { ...keyViewOf(row), privateKey }
}

async function lockProject(tx: Tx, id: number): Promise<{ id: number; name: string }> {
  const [project] = await tx.$queryRaw<{ id: number; name: string }[]>`
    select id, name from project where id = ${id} for update`
  if (!project) throw new UserError(`There is no project ${id}.`, { code: 'not_found' })
  return project
}
