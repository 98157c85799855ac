import type { PoolClient } from 'pg'
import { everything, groupsOf, type Reach, reachedSql } from '#lib/access/reach.ts'
import { UserError } from '#lib/failures.ts'
import { type ProjectRow, projectOf } from '#lib/projects/rows.ts'
import type { Project } from '#lib/projects/schema.ts'

/** Throws a UserError (`not_found`) when there is none of that number. */
export async function readProject(client: PoolClient, reach: Reach, id: number): Promise<Project> {
  const { rows } = await client.query<ProjectRow>(
    `select id, name, description, limits, protocols, settings, claims, groups from project
     where id = $1 and ${reachedSql('groups', '$2')}`,
    [id, groupsOf(reach)],
  )
  const [row] = rows
  if (!row) throw new UserError(`There is no project ${id}.`, { code: 'not_found' })
  return projectOf(row)
}

/** Throws a UserError when a rule would never be asked. */
export async function refuseWithoutRules(client: PoolClient, projectId: number): Promise<void> {
  const { name, settings } = await readProject(client, everything, projectId)
  if (settings.errors.classifiers.includes('rules')) return
  const message = `Project ${name} does not classify by rules: add “rules” to its classifiers first.`
  throw new UserError(message, {
    code: 'conflict',
    fields: { regex: 'is never asked in this project' },
  })
}

/** Throws a UserError (`not_found`) when there is no such signature. */
export async function projectOfSignature(
  client: PoolClient,
  reach: Reach,
  id: number,
): Promise<number> {
  const { rows } = await client.query<{ projectId: number }>(
    `select p.id as "projectId" from signature s join project p on p.id = s.project_id
     where s.id = $1 and s.deleted_at is null and ${reachedSql('p.groups', '$2')}`,
    [id, groupsOf(reach)],
  )
  const [row] = rows
  if (!row) throw new UserError(`There is no signature ${id}.`, { code: 'not_found' })
  return row.projectId
}
