import { ofReachedProject } from '#lib/access/reach/data.ts'
import type { Reach } from '#lib/access/reach.ts'
import { db, Prisma } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { badCursor, type Items, itemsOf } from '#lib/items.ts'
import { likePattern } from '#lib/like.ts'
import { isId } from '#lib/storable.ts'
import type { TriggerDefinition } from '#lib/streams/definition/schema.ts'
import type { StreamCounts } from '#lib/streams/states.ts'
import { streamCounts } from '#lib/streams/triggers/counts/data.ts'

declare const reached: unique symbol
/** The number of a trigger that was found with a reach. What belongs to it is read with such a one only. */
export type TriggerId = number & { readonly [reached]: 'trigger' }

/** What is told of a trigger beside its definition, whose keys stand with it. */
interface Saved {
  id: TriggerId
  /** its name */
  project: string
  description: string
  enabled: boolean
  /** the definition as it was written */
  yaml: string
  version: number
  createdAt: Date
  updatedAt: Date
  /** the author of its version */
  savedBy: string
  /** how many it has, by state */
  streams: StreamCounts
}

export type Trigger = Saved & TriggerDefinition

export interface TriggerQuery {
  /** in the name, the description, or what is written */
  q?: string | undefined
  /** number or name */
  project?: string | undefined
  limit: number
  /** the number of the trigger after which the page begins */
  cursor?: string | undefined
}

type Row = Omit<Saved, 'streams'> & { definition: TriggerDefinition }

const TRIGGER = Prisma.sql`t.id, p.name as project, t.description, t.enabled, v.source as yaml,
  v.definition, t.version, t.created_at as "createdAt", t.updated_at as "updatedAt",
  v.author as "savedBy"
  from trigger t join project p on p.id = t.project_id
    join trigger_version v on v.trigger_id = t.id and v.version = t.version`

/** Triggers by name, a page of them. */
export async function listTriggers(
  reach: Reach,
  { q, project, limit, cursor }: TriggerQuery,
): Promise<Items<Trigger>> {
  const rows = await db().$queryRaw<Row[]>`
    select ${TRIGGER} where ${isReached(reach)} and ${contains(q)}
      and ${project === undefined ? Prisma.sql`true` : Prisma.sql`${project} in (p.name, p.id::text)`}
      and ${isAfter(cursor)}
    order by lower(t.name), t.id limit ${limit + 1}`
  const { items, next } = itemsOf(rows, limit, ({ id }) => id)
  return { items: await withStreams(items), next }
}

/** Null when there is none. */
export async function findTrigger(reach: Reach, id: number): Promise<Trigger | null> {
  if (!isId(id)) return null
  const rows = await db().$queryRaw<Row[]>`
    select ${TRIGGER} where t.id = ${id} and ${isReached(reach)}`
  return (await withStreams(rows))[0] ?? null
}

/** Throws a UserError (`not_found`) when there is none. */
export async function getTrigger(reach: Reach, id: number): Promise<Trigger> {
  const trigger = await findTrigger(reach, id)
  if (!trigger) throw noTrigger(id)
  return trigger
}

export const noTrigger = (id: number) =>
  new UserError(`There is no trigger ${id}.`, { code: 'not_found' })

async function withStreams(rows: readonly Row[]): Promise<Trigger[]> {
  const counts = await streamCounts(rows.map(({ id }) => id))
  return rows.map(({ definition, ...row }) => ({
    ...{ ...row, ...definition },
    streams: counts.get(row.id) as StreamCounts,
  }))
}

const isReached = (reach: Reach) =>
  Prisma.sql`t.deleted_at is null and ${ofReachedProject(reach, Prisma.sql`t.project_id`)}`

function contains(q: string | undefined): Prisma.Sql {
  if (!q) return Prisma.sql`true`
  const pattern = likePattern(q)
  return Prisma.sql`(t.name ilike ${pattern} or t.description ilike ${pattern} or v.source ilike ${pattern})`
}

/** Names may change meanwhile; the page then goes on where the trigger stands now. */
function isAfter(cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`true`
  if (!isId(Number(cursor))) throw badCursor()
  return Prisma.sql`(lower(t.name), t.id) > (
    select lower(name), id from trigger where id = ${Number(cursor)})`
}
