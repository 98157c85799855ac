import type { Pool } from 'pg'
import { type Reach, whereReached } from '#lib/access/reach.ts'
import { type Db, db, type Tx } from '#lib/db/client.ts'
import type { ProjectKey, Project as Row } from '#lib/db/generated/client.ts'
import { hear } from '#lib/db/notices.ts'
import { UserError } from '#lib/failures.ts'
import { itemsOf } from '#lib/items.ts'
import { containing } from '#lib/like.ts'
import type { Key } from '#lib/projects/look-ups.ts'
import { type ProjectRow, projectOf } from '#lib/projects/rows.ts'
import type { KeyView, Project, ProjectView } from '#lib/projects/schema.ts'
import { unseal } from '#lib/secrets.ts'

/** All projects and their keys, private ones opened: for the process that takes messages in. */
export async function readProjects(pool: Pool): Promise<{ projects: Project[]; keys: Key[] }> {
  const [projects, keys] = await Promise.all([
    pool.query<ProjectRow>(
      'select id, name, description, limits, protocols, settings, claims, groups from project order by id',
    ),
    pool.query<Omit<Key, 'privateKey'> & { sealed: Buffer }>(
      `select id, project_id as "projectId", public_key as "publicKey", private_key as sealed
       from project_key where revoked_at is null`,
    ),
  ])
  return {
    projects: projects.rows.map(projectOf),
    keys: keys.rows.map(({ sealed, ...key }) => ({ ...key, privateKey: String(unseal(sealed)) })),
  }
}

/** Calls `changed` whenever a project or a key may have changed, until the returned function is called. */
export const watchProjects = (changed: () => void): (() => void) =>
  hear(['belfry_config'], payload => {
    if (payload === null || payload.startsWith('project:')) changed()
  })

export interface ProjectQuery {
  /** a part of name or description */
  q?: string | undefined
  limit?: number | undefined
  /** the number of the project after which the page begins */
  cursor?: string | undefined
}

/** Projects by number, a page of them; `next` is the cursor of the next page. */
export async function listProjects(reach: Reach, { q, limit = 100, cursor }: ProjectQuery = {}) {
  const contains = containing(q)
  const rows = await db().project.findMany({
    where: {
      AND: [
        whereReached(reach),
        q ? { OR: [{ name: contains }, { description: contains }] } : {},
        cursor ? { id: { gt: Number(cursor) } } : {},
      ],
    },
    orderBy: { id: 'asc' },
    include: { keys: { orderBy: { id: 'desc' } } },
    take: limit + 1,
  })
  return itemsOf(rows.map(viewOf), limit, ({ id }) => id)
}

/** Throws a UserError when there is none. */
export async function getProject(
  reach: Reach,
  id: number,
  client: Db | Tx = db(),
): Promise<ProjectView> {
  const row = await client.project.findUnique({
    where: { id, ...whereReached(reach) },
    include: { keys: { orderBy: { id: 'desc' } } },
  })
  if (!row) throw new UserError(`There is no project ${id}.`, { code: 'not_found' })
  return viewOf(row)
}

/** A project by its number or its name. Throws a UserError when there is none. */
export async function getProjectNamed(reach: Reach, idOrName: string): Promise<ProjectView> {
  const id = /^[1-9]\d{0,8}$/.test(idOrName) ? Number(idOrName) : 0
  const row = await db().project.findFirst({
    where: { AND: [whereReached(reach), { OR: [{ id }, { name: idOrName }] }] },
    orderBy: { id: 'asc' },
    include: { keys: { orderBy: { id: 'desc' } } },
  })
  if (!row) throw new UserError(`There is no project ${idOrName}.`, { code: 'not_found' })
  return viewOf(row)
}

/** The stored row, the private key sealed. Throws a UserError when the project has no such pair. */
export async function keyRow(
  reach: Reach,
  projectId: number,
  id: number,
  client: Db | Tx = db(),
): Promise<ProjectKey> {
  const row = await client.projectKey.findFirst({
    where: { id, projectId, project: whereReached(reach) },
  })
  if (!row) throw new UserError(`The project has no key ${id}.`, { code: 'not_found' })
  return row
}

export interface Contents {
  signatures: number
  examples: number
  metrics: number
  keys: number
}

/** What is deleted together with a project. */
export async function projectContents(reach: Reach, projectId: number): Promise<Contents> {
  await getProject(reach, projectId)
  const where = { where: { projectId } }
  const [signatures, examples, metrics, keys] = await Promise.all([
    db().signature.count(where),
    db().errorEvent.count(where),
    db().$queryRaw<{ count: number }[]>`
      select count(*)::int as count from metric where project_id = ${projectId}`,
    db().projectKey.count({ where: { projectId, revokedAt: null } }),
  ])
  return { signatures, examples, metrics: metrics[0]?.count ?? 0, keys }
}

function viewOf({ keys, declared, createdAt, updatedAt, ...row }: Row & { keys: ProjectKey[] }) {
  const view: ProjectView = {
    ...projectOf(row),
    declared,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    keys: keys.map(keyViewOf),
  }
  return view
}

export const keyViewOf = (row: ProjectKey): KeyView => ({
  id: row.id,
  publicKey: row.publicKey,
  declared: row.declared,
  createdAt: row.createdAt.toISOString(),
  revokedAt: row.revokedAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
})
