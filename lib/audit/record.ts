import type { Queryable } from '#lib/transaction.ts'

export interface Entry {
  /** who did it */
  person: string
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
    `insert into audit (person, action, subject, subject_id, change) values ($1, $2, $3, $4, $5)
     returning id::float8 as id`,
    [
      ...[entry.person, entry.action, entry.subject, String(entry.subjectId)],
      JSON.stringify(entry.change),
    ],
  )
  return rows[0]?.id ?? 0
}
