import { type Changer, groupsOf, reachedSql, reachOf } from '#lib/access/reach.ts'
import { recordChange } from '#lib/audit/record.ts'
import { pool } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { STREAMS_CHANNEL } from '#lib/streams/feed/feed.ts'
import { inTransaction, type Queryable } from '#lib/transaction.ts'

/**
 * Has the pipelines of these streams tried again, at once and as often as at first, where they failed; others stay as they are.
 * Answers how many there were to try. Throws a UserError (`not_found`) for one that there is not within reach.
 */
export const resetStreams = (ids: readonly string[], by: Changer): Promise<number> =>
  inTransaction(pool(), async client => {
    await lock(client, ids, by)
    const { rows } = await client.query<Named>(RESET, [ids])
    for (const { id, name } of rows) await note(client, 'reset', { id, name }, by)
    await client.query(`select pg_notify($1, '')`, [STREAMS_CHANNEL])
    return rows.length
  })

/**
 * Deletes streams, whatever state they are in; their events stay. A pipeline that is under way over one has no effects.
 * Answers how many there were. Throws a UserError (`not_found`) for one that there is not within reach.
 */
export const purgeStreams = (ids: readonly string[], by: Changer): Promise<number> =>
  inTransaction(pool(), async client => {
    const streams = await lock(client, ids, by)
    await client.query('delete from stream where id = any($1::bigint[])', [ids])
    for (const stream of streams) await note(client, 'purge', stream, by)
    return streams.length
  })

/** The trail tells a stream by its trigger's name. */
interface Named {
  id: string
  name: string
}

/** In the order of their projects and numbers, as everything that locks several. */
async function lock(client: Queryable, ids: readonly string[], by: Changer): Promise<Named[]> {
  const { rows } = await client.query<Named>(LOCK, [ids, groupsOf(reachOf(by))])
  const found = new Set(rows.map(({ id }) => id))
  const missing = ids.find(id => !found.has(id))
  if (missing !== undefined)
    throw new UserError(`There is no stream ${missing}.`, { code: 'not_found' })
  return rows
}

const LOCK = `
  select s.id::text, t.name from stream s
  join trigger t on t.id = s.trigger_id join project p on p.id = s.project_id
  where s.id = any($1::bigint[]) and ${reachedSql('p.groups', '$2')}
  order by s.project_id, s.id for update of s`

const RESET = `
  update stream s set serial = serial + 1, attempts = 0, error = null, due_at = now(), changed_at = now(),
    state = case state when 'error' then 'retry_fire' when 'expire_error' then 'retry_expire' else state end
  from trigger t
  where s.id = any($1::bigint[]) and t.id = s.trigger_id
    and state in ('error', 'expire_error', 'retry_fire', 'retry_expire')
  returning s.id::text, t.name`

const note = (client: Queryable, action: string, { id, name }: Named, actor: Changer) =>
  recordChange(client, { actor, action, subject: 'stream', subjectId: id, name, change: {} })
