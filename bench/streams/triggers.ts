import type { Pool, PoolClient } from 'pg'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'
import { type TriggerInput, triggerDefinition } from '#lib/streams/definition/schema.ts'
import { renewTriggers } from '#lib/streams/feed/generation.ts'
import { inTransaction } from '#lib/transaction.ts'

/** How long an order took, by its region. */
const MEASURE = {
  name: 'metric',
  params: {
    ...{ name: 'orders.delivered', kind: 'average', value: '{{stream.seconds}}' },
    filters: { region: '{{last.region}}' },
  },
}
const PIPELINES = { delivered: [MEASURE], lost: [{ name: 'log', params: {} }] }

export const makePipelines = (pool: Pool) =>
  pool.query(
    `insert into pipeline (project_id, name, handlers, source)
     select $1, key, value, '' from jsonb_each($2::jsonb)`,
    [DEFAULT_PROJECT, JSON.stringify(PIPELINES)],
  )

/** From now on these are the triggers. */
export const setTriggers = (pool: Pool, triggers: readonly TriggerInput[]): Promise<void> =>
  inTransaction(pool, async client => {
    await renewTriggers(client, DEFAULT_PROJECT)
    await client.query('update trigger set deleted_at = now() where deleted_at is null')
    for (const trigger of triggers) await insert(client, trigger)
  })

async function insert(client: PoolClient, input: TriggerInput): Promise<void> {
  const definition = triggerDefinition.parse(input)
  await client.query(
    `with made as (insert into trigger (project_id, name) values ($1, $2) returning id)
     insert into trigger_version (trigger_id, version, definition, source, author)
     select id, 1, $3, '', 'bench' from made`,
    [DEFAULT_PROJECT, definition.name, JSON.stringify(definition)],
  )
}
