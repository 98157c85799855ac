import type { Pool } from 'pg'
import { newStream } from '#tests/lib/streams/reading/world.ts'

/** A stream of the trigger that says this in its values, its failure and its log. Answers its number. */
export async function plantStream(pool: Pool, triggerId: number, text: string): Promise<number> {
  const traits = { [text.slice(0, 100)]: text }
  const id = await newStream(pool, triggerId, { state: 'error', traits, error: text })
  await pool.query(
    `insert into stream_event (project_id, stream_id, at, uid)
     select project_id, id, now(), $2 from stream where id = $1`,
    [id, text],
  )
  await pool.query(
    `insert into stream_log (project_id, stream_id, pipeline, attempt, handler, level, message)
     select project_id, id, $2, 1, $2, 'error', $2 from stream where id = $1`,
    [id, text],
  )
  return id
}
