import type { Actor } from '#lib/access/person.ts'
import { difference } from '#lib/audit/difference.ts'
import { recordChange } from '#lib/audit/record.ts'
import type { StoredTrigger } from '#lib/streams/triggers/stored.ts'
import type { Queryable } from '#lib/transaction.ts'

interface TriggerChange {
  before: StoredTrigger | null
  after: StoredTrigger | null
  action: string
  /** what there is to say besides the difference */
  more?: object | undefined
}

/** Puts into the trail what became of a trigger, and tells it to every page. Answers the entry's id. */
export async function noteTrigger(
  client: Queryable,
  actor: Actor,
  { before, after, action, more }: TriggerChange,
): Promise<number> {
  const { id: subjectId, definition } = (after ?? before) as StoredTrigger
  await tellTrigger(client, subjectId)
  return recordChange(client, {
    ...{ actor, action, subject: 'trigger', subjectId, name: definition.name },
    change: { ...difference(told(before), told(after)), ...more },
  })
}

export const tellTrigger = (client: Queryable, id: number) =>
  client.query(`select pg_notify('belfry_config', $1)::text`, [`trigger:${id}`])

/** What was written says all that it does. */
function told(trigger: StoredTrigger | null): object {
  if (!trigger) return {}
  const { projectId, description, enabled, version, definition, source } = trigger
  return { name: definition.name, projectId, description, enabled, version, source }
}
