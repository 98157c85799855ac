import type { PoolClient } from 'pg'
import type { Actor } from '#lib/access/person.ts'
import { recordChange } from '#lib/audit/record.ts'
import type { Undo } from '#lib/audit/undo.ts'
import { cannotUndo } from '#lib/audit/undoer.ts'
import { countKept, type Scope } from '#lib/errors/reclassify/kept.ts'
import { UserError } from '#lib/failures.ts'

/** Queues the kept errors to be classified again, by the engine. Answers its number and the trail's entry. */
export async function start(
  client: PoolClient,
  scope: Scope,
  actor: Actor,
): Promise<{ id: number; entry: number }> {
  const { projectId, signatureId } = scope
  await refuseSecond(client, projectId)
  const { total, lastId } = await countKept(client, scope)
  const id = await insert(client, [projectId, signatureId, null, total, lastId, actor.name])
  const entry = await recordChange(client, {
    ...{ actor, action: 'reclassify' },
    ...(signatureId === null
      ? { subject: 'project', subjectId: projectId }
      : { subject: 'signature', subjectId: signatureId }),
    change: { reclassification: id, errors: total },
  })
  return { id, entry }
}

/** Two at once would undo each other's work. */
async function refuseSecond(client: PoolClient, projectId: number) {
  await client.query('select from project where id = $1 for no key update', [projectId])
  const { rows } = await client.query<{ id: number }>(
    'select id from reclassification where project_id = $1 and finished_at is null',
    [projectId],
  )
  if (rows[0])
    throw new UserError('Errors of this project are being reclassified. Wait until that is done.', {
      code: 'conflict',
    })
}

async function insert(client: PoolClient, values: unknown[]): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `insert into reclassification (project_id, signature_id, undoes, total, last_id, started_by)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    values,
  )
  const id = rows[0]?.id ?? 0
  await queueReclassification(client, id)
  return id
}

/** One job for each; a chunk that is done twice does nothing the second time. */
export const queueReclassification = (client: Pick<PoolClient, 'query'>, id: number) =>
  client.query(
    `select id::text from graphile_worker.add_job('reclassify', json_build_object('id', $1::int),
       queue_name => 'reclassify', job_key => 'reclassify:' || $1::int)`,
    [id],
  )

/** Sends everything that moved back to where it was, by the engine too. */
export const undoReclassify: Undo = async (client, { change }, actor) => {
  const { reclassification } = change as { reclassification: number }
  const { rows } = await client.query<{
    projectId: number
    signatureId: number | null
    isDone: boolean
  }>(
    `select project_id as "projectId", signature_id as "signatureId", finished_at is not null as "isDone"
     from reclassification where id = $1`,
    [reclassification],
  )
  const [row] = rows
  if (!row) throw cannotUndo('what was moved is not known any more')
  if (!row.isDone) throw cannotUndo('it is not finished yet')
  await refuseSecond(client, row.projectId)
  const { rows: moved } = await client.query<{ total: number; lastId: number }>(
    `select count(*)::int as total, coalesce(max(event_id), 0)::float8 as "lastId"
     from reclassification_move where reclassification_id = $1`,
    [reclassification],
  )
  const { total, lastId } = moved[0] ?? { total: 0, lastId: 0 }
  await insert(client, [
    row.projectId,
    row.signatureId,
    reclassification,
    total,
    lastId,
    actor.name,
  ])
}
