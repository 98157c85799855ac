import { ofReachedProject } from '#lib/access/reach/data.ts'
import type { Reach } from '#lib/access/reach.ts'
import { type Db, db, Prisma, type Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { badCursor, type Items, itemsOf } from '#lib/items.ts'
import { likePattern } from '#lib/like.ts'
import { getProjectNamed } from '#lib/projects/data.ts'
import { isId } from '#lib/storable.ts'
import type { DefinitionTrial } from '#lib/streams/definitions/schema.ts'
import { openTrial, type Trial } from '#lib/streams/definitions/trial.ts'
import type { EventDefinition } from '#lib/streams/distiller/schema.ts'

/** A definition as people see it. */
export interface Definition extends EventDefinition {
  id: number
  projectId: number
  /** its name */
  project: string
  position: number
  /** as it was written */
  yaml: string
  version: number
  createdAt: Date
  updatedAt: Date
}

export interface DefinitionQuery {
  /** in what is written */
  q?: string | undefined
  /** number or name */
  project?: string | undefined
  limit: number
  /** `PROJECT_POSITION` of the one after which the page begins */
  cursor?: string | undefined
}

const DEFINITION = Prisma.sql`d.id, d.project_id as "projectId", pr.name as project, d.position, d.content,
  d.source as yaml, d.version, d.created_at as "createdAt", d.updated_at as "updatedAt"
  from definition d join project pr on pr.id = d.project_id`

type Row = Omit<Definition, keyof EventDefinition> & { content: EventDefinition }

/** Definitions in the order in which their projects have them, a page of them. */
export async function listDefinitions(
  reach: Reach,
  { q, project, limit, cursor }: DefinitionQuery,
): Promise<Items<Definition>> {
  const rows = await db().$queryRaw<Row[]>`
    select ${DEFINITION} where ${isReached(reach)} and ${contains(q)}
      and ${project === undefined ? Prisma.sql`true` : Prisma.sql`${project} in (pr.name, pr.id::text)`}
      and ${isAfter(cursor)}
    order by d.project_id, d.position limit ${limit + 1}`
  const definitions = rows.map(definitionOf)
  return itemsOf(definitions, limit, ({ projectId, position }) => `${projectId}_${position}`)
}

/** Throws a UserError (`not_found`) when there is none. */
export async function getDefinition(
  reach: Reach,
  id: number,
  client: Db | Tx = db(),
): Promise<Definition> {
  const [row] = isId(id)
    ? await client.$queryRaw<Row[]>`select ${DEFINITION} where d.id = ${id} and ${isReached(reach)}`
    : []
  if (!row) throw noDefinition(id)
  return definitionOf(row)
}

/** All of one project, in order. */
async function definitionsOf(projectId: number): Promise<Definition[]> {
  const rows = await db().$queryRaw<Row[]>`
    select ${DEFINITION} where d.project_id = ${projectId} order by d.position`
  return rows.map(definitionOf)
}

/** What notifications are tried on, as somebody asks for it. Throws a UserError when there is no such project, or the draft is not valid. */
export async function trialFor(
  reach: Reach,
  { project, catch_all, yaml, id }: Omit<DefinitionTrial, 'notification'>,
): Promise<(notification: unknown) => Trial> {
  const { id: projectId, settings } = await getProjectNamed(reach, String(project))
  const saved = await definitionsOf(projectId)
  return openTrial({ saved, yaml, id, catchAll: catch_all ?? settings.events.catchAll })
}

export const noDefinition = (id: number) =>
  new UserError(`There is no event definition ${id}.`, { code: 'not_found' })

const definitionOf = ({ content, ...row }: Row): Definition => ({ ...row, ...content })

const isReached = (reach: Reach) => ofReachedProject(reach, Prisma.sql`d.project_id`)

const contains = (q: string | undefined): Prisma.Sql =>
  q ? Prisma.sql`d.source ilike ${likePattern(q)}` : Prisma.sql`true`

function isAfter(cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`true`
  const [, project, position] = /^(\d{1,9})_(\d{1,9})$/.exec(cursor) ?? []
  if (project === undefined) throw badCursor()
  return Prisma.sql`(d.project_id, d.position) > (${Number(project)}, ${Number(position)})`
}
