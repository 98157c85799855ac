import type { Pool } from 'pg'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'

/** The type of the notifications, and of the events that they become. */
export const NOTIFIED = 'chaos.notified'

export const insertDefinition = (pool: Pool) =>
  pool.query(
    `insert into definition (project_id, position, content, source) values ($1, 1, $2, '')`,
    [DEFAULT_PROJECT, JSON.stringify({ event_type: NOTIFIED, traits: {} })],
  )
