import { webhook } from '#alerts/webhook.ts'
import { POSTS, tellChanged, wakeFor } from '#lib/alerting/outbox/outbox.ts'
import { UserError } from '#lib/failures.ts'
import type { EffectWriter } from '#lib/streams/effects/contract.ts'
import { rowsOf } from '#lib/streams/effects/rows.ts'
import type { Post } from '#lib/streams/handlers/contract.ts'
import type { Queryable } from '#lib/transaction.ts'

/** Writes what webhooks are to send of streams, and queues it. */
export const writePosts: EffectWriter<Post> = async (client, due) => {
  const rows = rowsOf(due)
  if (rows.length === 0) return
  const keys = rows.flatMap(({ item: { target } }) => ('alert' in target ? [target.alert] : []))
  await refuseOthers(client, [...new Set(keys)])
  const { rows: written } = await client.query<{ id: string }>(INSERT, [
    rows.map(({ stream }) => stream.projectId),
    rows.map(({ stream }) => stream.id),
    rows.map(({ stream }) => stream.triggerId),
    rows.map(({ stream }) => stream.trigger),
    rows.map(({ stream }) => stream.occasion),
    rows.map(({ item }) => JSON.stringify(item.target)),
    rows.map(({ item }) => laneOf(item.target)),
    rows.map(({ item }) => JSON.stringify(item.body)),
  ])
  const ids = written.map(({ id }) => id)
  await wakeFor(client, POSTS, ids)
  await tellChanged(client, POSTS, ids)
}

/** An alert that is switched off may be switched on while the post waits; what is no webhook never becomes one. */
async function refuseOthers(client: Queryable, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  const { rows } = await client.query<{ key: string; type: string }>(
    'select key, type from alert where key = any ($1::text[])',
    [keys],
  )
  const types = new Map(rows.map(({ key, type }) => [key, type]))
  for (const key of keys) {
    if (!types.has(key)) throw new UserError(`There is no alert "${key}".`)
    if (types.get(key) !== webhook.id) throw new UserError(`The alert "${key}" is no webhook.`)
  }
}

/** One receiver that is slow or away holds up no other. */
const laneOf = (target: Post['target']): string =>
  'alert' in target ? target.alert : new URL(target.url).origin

const INSERT = `
  insert into post (project_id, stream_id, trigger_id, trigger, occasion, target, lane, body)
  select project_id, stream_id, trigger_id, trigger, occasion, target, lane, body
  from unnest($1::int[], $2::bigint[], $3::int[], $4::text[], $5::text[], $6::jsonb[], $7::text[],
    $8::text[]) with ordinality
    as p(project_id, stream_id, trigger_id, trigger, occasion, target, lane, body, place)
  order by place
  returning id::text as id`
