import type { Pool, PoolClient } from 'pg'
import type { Classification } from '#lib/errors/classify/contract.ts'
import { lockSignatures } from '#lib/errors/operations/lock.ts'
import { type Move, moveEvents } from '#lib/errors/operations/move.ts'
import { tellErrors } from '#lib/errors/operations/tell.ts'
import { classificationOf, decide } from '#lib/errors/reclassify/decide.ts'
import { type KeptEvent, keptEvents } from '#lib/errors/reclassify/kept.ts'
import { queueReclassification } from '#lib/errors/reclassify/start.ts'
import { inTransaction } from '#lib/transaction.ts'

/** As many errors are looked at in one transaction, which the intake may have to wait for. */
const CHUNK = 200

interface Job {
  id: number
  projectId: number
  signatureId: number | null
  undoes: number | null
  position: number
  lastId: number
}

/**
 * Works off a reclassification, a chunk a transaction: where it stopped, by a signal or with its process, the next one
 * to take the job goes on. Ends early when the signal aborts, and then asks to be called again.
 */
export async function reclassify(
  pool: Pool,
  id: number,
  signal: AbortSignal,
  chunk = CHUNK,
): Promise<void> {
  let classification: Classification | undefined
  for (let isOver = false; !isOver; ) {
    if (signal.aborted) {
      await queueReclassification(pool, id)
      return
    }
    const done = await inTransaction(pool, async client => {
      const job = await lockJob(client, id)
      if (!job) return { isOver: true, confirm: () => {} }
      if (job.undoes !== null) return undoChunk(client, job, job.undoes, chunk)
      classification ??= await classificationOf(pool, client, job.projectId)
      return moveChunk(client, job, classification, chunk)
    })
    done.confirm()
    isOver = done.isOver
  }
}

/** Undefined when it is finished, or was deleted with its project. */
async function lockJob(client: PoolClient, id: number): Promise<Job | undefined> {
  const { rows } = await client.query<Job>(
    `select id, project_id as "projectId", signature_id as "signatureId", undoes,
       position::float8 as position, last_id::float8 as "lastId"
     from reclassification where id = $1 and finished_at is null for update`,
    [id],
  )
  return rows[0]
}

async function moveChunk(
  client: PoolClient,
  job: Job,
  classification: Classification,
  chunk: number,
) {
  const kept = await keptEvents(client, job, {
    ...{ after: job.position, upTo: job.lastId, limit: chunk },
  })
  const { moves, saved, templates } = await decide(client, classification, kept)
  await carryOut(client, moves, [...templates.keys()])
  await client.query(
    `update signature set template = f.template from unnest($1::int[], $2::text[]) f(id, template)
     where signature.id = f.id`,
    [[...templates.keys()], [...templates.values()]],
  )
  await remember(client, job, moves, kept)
  const isOver = kept.length < chunk
  await advance(client, job.id, kept.at(-1)?.id ?? job.lastId, kept.length, moves.length, isOver)
  return { isOver, confirm: saved.confirm }
}

/** What has gone on to somewhere else since, or is not kept any more, stays there. */
async function undoChunk(client: PoolClient, job: Job, undoes: number, chunk: number) {
  const { rows } = await client.query<{
    eventId: number
    from: number
    to: number
    why: Move['why']
    isThere: boolean
  }>(
    `select m.event_id::float8 as "eventId", m.to_id as "from", m.from_id as "to", m.was as why,
       e.signature_id = m.to_id and s.deleted_at is null as "isThere"
     from reclassification_move m join error_event e on e.id = m.event_id
     left join signature s on s.id = m.from_id
     where m.reclassification_id = $1 and m.event_id > $2 order by m.event_id limit $3`,
    [undoes, job.position, chunk],
  )
  const moves = rows.filter(({ isThere }) => isThere)
  await carryOut(client, moves)
  const isOver = rows.length < chunk
  await advance(
    client,
    job.id,
    rows.at(-1)?.eventId ?? job.lastId,
    rows.length,
    moves.length,
    isOver,
  )
  return { isOver, confirm: () => {} }
}

async function carryOut(client: PoolClient, moves: readonly Move[], others: number[] = []) {
  const ids = [...new Set(moves.flatMap(({ from, to }) => [from, to]))]
  await lockSignatures(client, [...ids, ...others])
  await moveEvents(client, moves)
  await tellErrors(client, ids)
}

async function remember(
  client: PoolClient,
  { id, projectId }: Job,
  moves: readonly Move[],
  kept: readonly KeptEvent[],
) {
  const was = new Map(kept.map(event => [event.id, event.was]))
  await client.query(
    `insert into reclassification_move (project_id, reclassification_id, event_id, from_id, to_id, was)
     select $1, $2, * from unnest($3::bigint[], $4::int[], $5::int[], $6::jsonb[])`,
    [
      projectId,
      id,
      moves.map(({ eventId }) => eventId),
      moves.map(({ from }) => from),
      moves.map(({ to }) => to),
      moves.map(({ eventId }) => JSON.stringify(was.get(eventId))),
    ],
  )
}

const advance = (
  client: PoolClient,
  id: number,
  position: number,
  done: number,
  moved: number,
  isOver: boolean,
) =>
  client.query(
    `update reclassification set position = $2, done = done + $3, moved = moved + $4,
       finished_at = case when $5 then now() end where id = $1`,
    [id, position, done, moved, isOver],
  )
