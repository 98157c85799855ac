import type { Pool, PoolClient } from 'pg'

/** A signature as it is stored, with what finding it takes. */
export interface StoredSignature {
  id: number
  origin: string
  template: string
  firstMessage: string
  senderKey: string | null
  threshold: number | null
  regex: string | null
}

/** The signatures of a project after the one of this id, in the order of their ids; without deleted ones. */
export async function signaturesAfter(
  client: Pool | PoolClient,
  projectId: number,
  id: number,
): Promise<StoredSignature[]> {
  const { rows } = await client.query<StoredSignature>(
    `select id, origin, template, first_message as "firstMessage", sender_key as "senderKey", threshold, regex
     from signature where project_id = $1 and id > $2 and deleted_at is null order by id`,
    [projectId, id],
  )
  return rows
}
