import type { Pool } from 'pg'
import { createTrigger } from '#lib/streams/triggers/mutations.ts'
import { ada } from '#tests/actor.ts'

/** A trigger that says this wherever it can, and whose pipeline is called so, with what did not fit. Answers its number. */
export async function plantTrigger(pool: Pool, text: string, project: string): Promise<number> {
  const name = text.slice(0, 100)
  await pool.query(
    `insert into pipeline (project_id, name, description, handlers, source)
     select id, $2, $3, '["log"]', '' from project where name = $1
     on conflict do nothing`,
    [project, name, text],
  )
  const traits = { [name]: text }
  const id = await createTrigger(
    {
      ...{ name, description: text, project, expiration: '$last + 1h', fire_pipeline: name },
      ...{ debug_level: 2, distinguished_by: [name] },
      match_criteria: [{ event_type: text, traits, map_distinguished_by: { [name]: text } }],
      fire_criteria: [{ event_type: [text, `!${text}`], traits }],
    },
    ada,
  )
  await pool.query(
    `insert into trigger_statistic values ($1, now(), 'Match 1', 'checks', 1),
       ($1, now(), 'Match 1', $2, 1), ($1, now(), $2, $2, 1), ($1, now(), '', $2, 1)`,
    [id, text],
  )
  return id
}
