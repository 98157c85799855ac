import type { Pool } from 'pg'

/** When events of each type, and from each host, came the last time, within a minute: unix seconds. */
export interface Names {
  types: ReadonlyMap<string, number>
  hosts: ReadonlyMap<string, number>
}

/** The newest of each are told. */
const MOST = 1_000

/** What the store knows of a project's types and hosts. */
export async function readNames(pool: Pool, projectId: number): Promise<Names> {
  const read = async (table: 'event_type' | 'event_host') => {
    const { rows } = await pool.query<{ name: string; last: number }>(
      `select name, extract(epoch from last_seen)::float8 as last from ${table}
       where project_id = $1 order by last_seen desc limit ${MOST}`,
      [projectId],
    )
    return new Map(rows.map(({ name, last }) => [name, last]))
  }
  return { types: await read('event_type'), hosts: await read('event_host') }
}
