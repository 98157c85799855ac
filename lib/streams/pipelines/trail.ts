import type { Actor } from '#lib/access/person.ts'
import { difference } from '#lib/audit/difference.ts'
import { recordChange } from '#lib/audit/record.ts'
import type { StoredPipeline } from '#lib/streams/pipelines/stored.ts'
import type { Queryable } from '#lib/transaction.ts'

/** Puts into the trail what became of a pipeline, and tells it to every page. Answers the entry's id. */
export async function notePipeline(
  client: Queryable,
  actor: Actor,
  { before, after }: { before: StoredPipeline | null; after: StoredPipeline | null },
): Promise<number> {
  const { id: subjectId = 0, name = '' } = after ?? before ?? {}
  const action = before ? (after ? 'change' : 'delete') : 'create'
  await tellPipeline(client, subjectId)
  return recordChange(client, {
    ...{ actor, action, subject: 'pipeline', subjectId, name },
    change: difference(told(before), told(after)),
  })
}

export const tellPipeline = (client: Queryable, id: number) =>
  client.query(`select pg_notify('belfry_config', $1)::text`, [`pipeline:${id}`])

/** What was written says all of its handlers. */
function told(pipeline: StoredPipeline | null): object {
  if (!pipeline) return {}
  const { projectId, name, description, source, version } = pipeline
  return { projectId, name, description, source, version }
}
