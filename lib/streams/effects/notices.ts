import { queueNotices } from '#lib/alerting/queue.ts'
import { UserError } from '#lib/failures.ts'
import type { EffectWriter } from '#lib/streams/effects/contract.ts'
import { rowsOf } from '#lib/streams/effects/rows.ts'
import type { Notice } from '#lib/streams/handlers/contract.ts'
import type { Queryable } from '#lib/transaction.ts'

/** Writes what alerts are to tell of streams, and a delivery for each alert that tells it. */
export const writeNotices: EffectWriter<Notice> = async (client, due) => {
  const rows = rowsOf(due)
  if (rows.length === 0) return
  await refuseUnknown(client, [...new Set(rows.flatMap(({ item }) => item.alerts ?? []))])
  const { rows: written } = await client.query<{ id: string }>(INSERT, [
    rows.map(({ stream }) => stream.projectId),
    rows.map(({ stream }) => stream.id),
    rows.map(({ stream }) => stream.triggerId),
    rows.map(({ stream }) => stream.trigger),
    rows.map(({ stream }) => stream.occasion),
    rows.map(({ stream }) => JSON.stringify(stream.traits)),
    rows.map(({ item }) => item.state),
    rows.map(({ item }) => item.message),
    rows.map(({ item }) => JSON.stringify(item.value)),
  ])
  await queueNotices(
    client,
    written.map(({ id }, i) => ({ noticeId: id, alerts: rows[i]?.item.alerts ?? null })),
  )
}

/** Ids are given in the order of the rows. */
const INSERT = `
  insert into notice (project_id, stream_id, trigger_id, trigger, occasion, traits, state, message, value)
  select project_id, stream_id, trigger_id, trigger, occasion, traits, state, message, nullif(value, 'null')
  from unnest($1::int[], $2::bigint[], $3::int[], $4::text[], $5::text[], $6::jsonb[], $7::state[],
    $8::text[], $9::jsonb[]) with ordinality
    as n(project_id, stream_id, trigger_id, trigger, occasion, traits, state, message, value, place)
  order by place
  returning id::text as id`

/** One that is switched off is told nothing, as by monitors; one that is not there was meant to tell somebody. */
async function refuseUnknown(client: Queryable, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  const { rows } = await client.query<{ key: string }>(
    'select key from alert where key = any ($1::text[])',
    [keys],
  )
  const known = new Set(rows.map(({ key }) => key))
  const unknown = keys.find(key => !known.has(key))
  if (unknown !== undefined) throw new UserError(`There is no alert "${unknown}".`)
}
