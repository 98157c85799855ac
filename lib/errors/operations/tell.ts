import type { PoolClient } from 'pg'
import { tellIds } from '#lib/notices.ts'

/** Tells pages that these signatures have changed. */
export const tellErrors = (client: PoolClient, ids: readonly number[]): Promise<void> =>
  tellIds(client, 'belfry_errors', ids)

/** Tells the intake that messages of this project are to be classified in another way. */
export const tellClassifier = (client: PoolClient, projectId: number) =>
  client.query(`select pg_notify('belfry_config', $1)`, [`classifier:${projectId}`])
