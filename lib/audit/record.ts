import type { Actor } from '#lib/access/person.ts'
import { storableJson, storableText } from '#lib/storable.ts'
import type { Queryable } from '#lib/transaction.ts'

/** Longer is no name and no id of anything. */
const NAME_LIMIT = 250

export interface Entry {
  /** who did it, and from where */
  actor: Actor
  /** what was done, as `merge` */
  action: string
  /** to what kind of thing, as `signature` */
  subject: string
  subjectId: string | number
  /** what it is called, for when it is gone; left out where its id says it */
  name?: string
  /** `difference()` of before and after, and whatever else it takes to tell or to undo it; no secrets */
  change: object
}

/** Notes a change in the trail, inside the transaction that makes it. Answers the entry's id. */
export async function recordChange(client: Queryable, entry: Entry): Promise<number> {
  const { actor, action, subject, subjectId, name = '', change } = entry
  const { rows } = await client.query<{ id: number }>(
    `insert into audit (person, address, action, subject, subject_id, name, change)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb) returning id::float8 as id`,
    [
      ...[told(actor.name), actor.address, action, subject],
      ...[told(String(subjectId)), told(name), storableJson(change)],
    ],
  )
  return rows[0]?.id ?? 0
}

/** Some are what somebody sent, who may be nobody: what steers a terminal is told in no list. */
const told = (text: string) => storableText(text.slice(0, NAME_LIMIT)).replace(/\p{Cc}/gu, '\uFFFD')
