import { type Outbox, tellChanged, wakeFor } from '#lib/alerting/outbox/outbox.ts'
import type { Queryable } from '#lib/transaction.ts'

/**
 * Has one thing sent again at once, inside the caller's transaction. By the clock of the database, as those who send go
 * by it; its columns have milliseconds, and none may lie ahead.
 */
export async function sendAgain(tx: Queryable, box: Outbox, id: number): Promise<void> {
  await tx.query(
    `update ${box.table} set status = 'queued', next_attempt_at = date_trunc('milliseconds', now()),
       finished_at = null, claimed_until = null
     where id = $1::int8`,
    [id],
  )
  await wakeFor(tx, box, [String(id)])
  await tellChanged(tx, box, [String(id)])
}
