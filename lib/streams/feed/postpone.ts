import type { Pool } from 'pg'

/** Streams that one statement puts off; the others are put off at the next look. */
const MOST = 5_000

/** Events that came meanwhile may have put off the end of streams that would be due now: they are looked at again then. */
export async function postpone(pool: Pool): Promise<void> {
  await pool.query({ name: 'streams: postpone', text: POSTPONE, values: [MOST] })
}

const POSTPONE = `
  with early as (
    select id from stream
    where due_at <= now() and state = 'active' and least(fire_at, expire_at) > now()
    order by due_at limit $1 for update skip locked)
  update stream s set due_at = least(s.fire_at, s.expire_at) from early where s.id = early.id`
