import type { PoolClient } from 'pg'
import type { KnownGroup } from '#lib/errors/classify/known-group.ts'

/** The first half of the advisory locks on a project's list of signatures. */
const SIGNATURES_LOCK = 0x5167

/** Until the transaction ends nobody else adds signatures to the project: their ids are in the order of commits. */
export async function lockSignatures(client: PoolClient, projectId: number): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, $2)', [SIGNATURES_LOCK, projectId])
}

/** Answers the ids, in the order of the groups: each is higher than the one before. */
export async function insertSignatures(
  client: PoolClient,
  projectId: number,
  groups: readonly KnownGroup[],
): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    `with new as (
       select nextval(pg_get_serial_sequence('signature', 'id'))::int as id, founded.*
       from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::smallint[], $7::float8[])
         with ordinality as founded (origin, template, first_message, sender_key, level, at, place)
     )
     insert into signature
       (project_id, id, root_id, origin, template, first_message, sender_key, level, first_seen, last_seen)
     select $1, id, id, origin, template, first_message, sender_key, level,
       to_timestamp(at / 1000), to_timestamp(at / 1000)
     from new order by place
     returning id`,
    [
      projectId,
      groups.map(group => group.identity.origin),
      groups.map(group => group.template),
      groups.map(group => group.founding?.message ?? ''),
      groups.map(group => group.identity.senderKey),
      groups.map(group => group.founding?.level ?? 0),
      groups.map(group => group.founding?.at ?? 0),
    ],
  )
  return rows.map(({ id }) => id).sort((a, b) => a - b)
}
