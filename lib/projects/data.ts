import type { Pool } from 'pg'
import { hear } from '#lib/db/notices.ts'
import type { Key } from '#lib/projects/look-ups.ts'
import { type ProjectRow, projectOf } from '#lib/projects/rows.ts'
import type { Project } from '#lib/projects/schema.ts'
import { unseal } from '#lib/secrets.ts'

/** All projects and their keys, private ones opened: for the process that takes messages in. */
export async function readProjects(pool: Pool): Promise<{ projects: Project[]; keys: Key[] }> {
  const [projects, keys] = await Promise.all([
    pool.query<ProjectRow>(
      'select id, name, description, limits, protocols, settings, claims from project order by id',
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
