import { UserError } from '#lib/failures.ts'
import type { StoredPipeline } from '#lib/streams/pipelines/stored.ts'
import type { Queryable } from '#lib/transaction.ts'

/** Names of triggers that an error lists. */
const SHOWN = 5

/**
 * Throws a UserError (`conflict`) while a trigger names this pipeline: in what it is now, or in an older version, or
 * before it was deleted, with streams that have not ended yet.
 */
export async function refuseUsed(
  client: Queryable,
  { name, projectId }: Pick<StoredPipeline, 'name' | 'projectId'>,
  fate: 'renamed' | 'deleted',
): Promise<void> {
  const { rows } = await client.query<{ name: string; isNow: boolean }>(
    `select t.name, bool_or(t.deleted_at is null and v.version = t.version) as "isNow"
     from trigger t join trigger_version v on v.trigger_id = t.id
     where t.project_id = $1
       and $2 in (v.definition ->> 'fire_pipeline', v.definition ->> 'expire_pipeline')
       and (t.deleted_at is null and v.version = t.version or exists (
         select from stream s where s.trigger_id = t.id and s.version_id = v.id and s.state
           in ('active', 'firing', 'expiring', 'retry_fire', 'retry_expire')))
     group by t.id, t.name order by lower(t.name) limit $3`,
    [projectId, name, SHOWN + 1],
  )
  if (rows.length === 0) return
  const users = rows
    .slice(0, SHOWN)
    .map(({ name, isNow }) => (isNow ? `“${name}”` : `streams that “${name}” has opened before`))
  const list = [...users, ...(rows.length > SHOWN ? ['others'] : [])].join(', ')
  throw new UserError(`“${name}” cannot be ${fate}: it is used by ${list}.`, { code: 'conflict' })
}
