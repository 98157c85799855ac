import type { Content } from '#lib/streams/definitions/content.ts'
import type { Queryable } from '#lib/transaction.ts'

export interface StoredDefinition extends Content {
  id: number
  projectId: number
  /** from 1, without gaps */
  position: number
  version: number
}

const COLUMNS = 'id, project_id as "projectId", position, content, source, version'

/** All definitions of a project in order, which nobody else writes until the transaction ends. */
export async function lockDefinitions(
  client: Queryable,
  projectId: number,
): Promise<StoredDefinition[]> {
  await client.query('select id from project where id = $1 for no key update', [projectId])
  const { rows } = await client.query<StoredDefinition>(
    `select ${COLUMNS} from definition where project_id = $1 order by position`,
    [projectId],
  )
  return rows
}

/** Puts one behind the others. With `kept` it comes back as that one. */
export async function insertDefinition(
  client: Queryable,
  projectId: number,
  { content, source }: Content,
  position: number,
  kept?: Pick<StoredDefinition, 'id' | 'version'>,
): Promise<StoredDefinition> {
  const { rows } = await client.query<StoredDefinition>(
    `insert into definition (project_id, position, content, source, version, id)
     values ($1, $2, $3::json, $4, $5,
       coalesce($6, nextval(pg_get_serial_sequence('definition', 'id'))::integer))
     returning ${COLUMNS}`,
    [
      ...[projectId, position, JSON.stringify(content), source],
      ...[kept?.version ?? 1, kept?.id ?? null],
    ],
  )
  return rows[0] as StoredDefinition
}

/** Writes what one says, as its next version. */
export const saveDefinition = (client: Queryable, id: number, { content, source }: Content) =>
  client.query(
    `update definition set content = $2::json, source = $3, version = version + 1, updated_at = now()
     where id = $1`,
    [id, JSON.stringify(content), source],
  )

export const removeDefinitions = (client: Queryable, ids: readonly number[]) =>
  client.query('delete from definition where id = any($1::int[])', [ids])

/** Gives those of a project the places that they have in the list. */
export const arrangeDefinitions = (client: Queryable, ids: readonly number[]) =>
  client.query(
    `update definition d set position = given.position
     from unnest($1::int[]) with ordinality as given(id, position)
     where d.id = given.id and d.position <> given.position`,
    [ids],
  )

/** The numbers of all with this one at a place, from 1. */
export const orderWith = (
  all: readonly { id: number }[],
  one: { id: number },
  position: number,
): number[] => {
  const others = all.flatMap(({ id }) => (id === one.id ? [] : [id]))
  return others.toSpliced(position - 1, 0, one.id)
}
