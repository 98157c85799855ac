import type { PoolClient } from 'pg'

/** A NOTIFY carries less than 8,000 bytes: so many ids of ten digits. */
const IDS_PER_NOTICE = 600

/** Tells pages that these signatures have changed. */
export async function tellErrors(client: PoolClient, ids: readonly number[]): Promise<void> {
  for (let at = 0; at < ids.length; at += IDS_PER_NOTICE)
    await client.query(`select pg_notify('belfry_errors', $1)`, [
      JSON.stringify(ids.slice(at, at + IDS_PER_NOTICE)),
    ])
}

/** Tells the intake that messages of this project are to be classified in another way. */
export const tellClassifier = (client: PoolClient, projectId: number) =>
  client.query(`select pg_notify('belfry_config', $1)`, [`classifier:${projectId}`])
