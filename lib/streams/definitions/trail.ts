import type { Actor } from '#lib/access/person.ts'
import { difference } from '#lib/audit/difference.ts'
import { recordChange } from '#lib/audit/record.ts'
import type { StoredDefinition } from '#lib/streams/definitions/stored.ts'
import type { Queryable } from '#lib/transaction.ts'

const NAME_LENGTH = 100

interface Change {
  before: StoredDefinition | null
  after: StoredDefinition | null
}

/** Puts into the trail what became of a definition, and tells it to every page. Answers the entry's id. */
export async function noteDefinition(
  client: Queryable,
  actor: Actor,
  { before, after }: Change,
): Promise<number> {
  const { id: subjectId = 0, content } = after ?? before ?? {}
  const name = (content?.event_type ?? []).join(', ').slice(0, NAME_LENGTH)
  const action = before ? (after ? 'change' : 'delete') : 'create'
  await tellDefinition(client, subjectId)
  return recordChange(client, {
    ...{ actor, action, subject: 'definition', subjectId, name },
    // The difference cuts long texts, and what was is to come back whole.
    change: {
      ...difference(told(before), told(after)),
      ...(before && before.source !== after?.source && { was: before.source }),
    },
  })
}

export const tellDefinition = (client: Queryable, id: number) =>
  client.query(`select pg_notify('belfry_config', $1)::text`, [`definition:${id}`])

/** What was written says all of it. */
function told(definition: StoredDefinition | null): object {
  if (!definition) return {}
  const { projectId, position, source, version } = definition
  return { projectId, position, source, version }
}
