import type { Actor } from '#lib/access/person.ts'
import type { Queryable } from '#lib/transaction.ts'

export interface Entry {
  /** who did it, and from where */
  actor: Actor
  /** what was done, as `merge` */
  action: string
  /** to what kind of thing, as `signature` */
  subject: string
  subjectId: string | number
  /** what was before and after, and whatever it takes to undo it */
  change: object
}

/** Notes a change in the trail, inside the transaction that makes it. Answers the entry's id. */
export async function recordChange(client: Queryable, entry: Entry): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `insert into audit (person, address, action, subject, subject_id, change)
     values ($1, $2, $3, $4, $5, $6)
     returning id::float8 as id`,
    [
      ...[entry.actor.name, entry.actor.address],
      ...[entry.action, entry.subject, String(entry.subjectId)],
      JSON.stringify(entry.change),
    ],
  )
  return rows[0]?.id ?? 0
}
