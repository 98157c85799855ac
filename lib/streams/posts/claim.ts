import type { Pool, PoolClient } from 'pg'
import type { Target } from '#lib/streams/handlers/contract.ts'

/** What is sent, and of what. */
export interface Post {
  /** goes with every attempt */
  uid: string
  target: Target
  body: string
  triggerId: number
  trigger: string
  /** its project is for some groups only */
  isLimited: boolean
}

/** Locks the posts of a lane that go next; answers their ids. */
export async function lockDuePosts(
  client: PoolClient,
  lane: string,
  most: number,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id::text from post where lane = $1 and status = 'queued' and next_attempt_at <= now()
     order by next_attempt_at, post.id limit $2 for update skip locked`,
    [lane, most],
  )
  return rows.map(({ id }) => id)
}

/** By their ids; what was deleted meanwhile is left out. */
export async function loadPosts(pool: Pool, ids: readonly string[]): Promise<Map<string, Post>> {
  const { rows } = await pool.query<Post & { id: string }>(
    `select post.id::text, uid, target, body, trigger_id as "triggerId", trigger, groups <> '{}' as "isLimited"
     from post join project on project.id = project_id where post.id = any ($1::text[]::bigint[])`,
    [ids],
  )
  return new Map(rows.map(row => [row.id, row]))
}
