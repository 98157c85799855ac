import { ofReachedProject } from '#lib/access/reach/data.ts'
import type { Reach } from '#lib/access/reach.ts'
import { db, Prisma } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { badCursor, type Items, itemsOf } from '#lib/items.ts'
import { likePattern } from '#lib/like.ts'
import { isId } from '#lib/storable.ts'
import type { Occasion } from '#lib/streams/handlers/contract.ts'
import type { Step } from '#lib/streams/pipelines/schema.ts'

/** A trigger that runs a pipeline. */
export interface PipelineUser {
  id: number
  name: string
  on: Occasion[]
}

export interface Pipeline {
  id: number
  /** its name */
  project: string
  name: string
  description: string
  handlers: Step[]
  /** as it was written */
  yaml: string
  version: number
  createdAt: Date
  updatedAt: Date
  /** by name */
  usedBy: PipelineUser[]
}

export interface PipelineQuery {
  /** in the name or the description, and in what is written with `inText` */
  q?: string | undefined
  inText?: boolean
  /** number or name */
  project?: string | undefined
  limit: number
  /** the number of the pipeline after which the page begins */
  cursor?: string | undefined
}

const PIPELINE = Prisma.sql`p.id, pr.name as project, p.name, p.description, p.handlers, p.source as yaml,
  p.version, p.created_at as "createdAt", p.updated_at as "updatedAt", coalesce((
    select json_agg(json_build_object('id', t.id, 'name', t.name, 'on', array_remove(array[
        case when v.definition ->> 'fire_pipeline' = p.name then 'fire' end,
        case when v.definition ->> 'expire_pipeline' = p.name then 'expire' end], null))
      order by lower(t.name), t.id)
    from trigger t join trigger_version v on v.trigger_id = t.id and v.version = t.version
    where t.project_id = p.project_id and t.deleted_at is null
      and p.name in (v.definition ->> 'fire_pipeline', v.definition ->> 'expire_pipeline')), '[]') as "usedBy"
  from pipeline p join project pr on pr.id = p.project_id`

/** Pipelines by name, a page of them. */
export async function listPipelines(
  reach: Reach,
  { q, inText = false, project, limit, cursor }: PipelineQuery,
): Promise<Items<Pipeline>> {
  const rows = await db().$queryRaw<Pipeline[]>`
    select ${PIPELINE} where ${isReached(reach)} and ${contains(q, inText)}
      and ${project === undefined ? Prisma.sql`true` : Prisma.sql`${project} in (pr.name, pr.id::text)`}
      and ${isAfter(cursor)}
    order by lower(p.name), p.id limit ${limit + 1}`
  return itemsOf(rows, limit, ({ id }) => id)
}

/** Throws a UserError (`not_found`) when there is none. */
export async function getPipeline(reach: Reach, id: number): Promise<Pipeline> {
  const [row] = isId(id)
    ? await db().$queryRaw<
        Pipeline[]
      >`select ${PIPELINE} where p.id = ${id} and ${isReached(reach)}`
    : []
  if (!row) throw noPipeline(id)
  return row
}

export const noPipeline = (id: number) =>
  new UserError(`There is no pipeline ${id}.`, { code: 'not_found' })

const isReached = (reach: Reach) => ofReachedProject(reach, Prisma.sql`p.project_id`)

function contains(q: string | undefined, inText: boolean): Prisma.Sql {
  if (!q) return Prisma.sql`true`
  const pattern = likePattern(q)
  return Prisma.sql`(p.name ilike ${pattern} or p.description ilike ${pattern}
    or ${inText} and p.source ilike ${pattern})`
}

/** Names may change meanwhile; the page then goes on where the pipeline stands now. */
function isAfter(cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`true`
  if (!isId(Number(cursor))) throw badCursor()
  return Prisma.sql`(lower(p.name), p.id) > (
    select lower(name), id from pipeline where id = ${Number(cursor)})`
}
