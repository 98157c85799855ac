import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import type { Story } from '#lib/alerting/story.ts'
import type { Plain, StateName, ToldStream } from '#lib/plugin.ts'

interface Row {
  id: string
  uid: string
  type: string
  config: unknown
  secrets: Uint8Array | null
  isLimited: boolean
  stream: string
  triggerId: number
  trigger: string
  occasion: ToldStream['occasion']
  traits: Record<string, Plain>
  state: StateName
  message: string
  value: Plain
  at: Date
}

/** Loads what the deliveries of notices tell, by their ids; what was deleted meanwhile is left out. */
export async function loadNoticeStories(
  pool: Pool,
  ids: readonly string[],
  address: string,
): Promise<Map<string, Story>> {
  const { rows } = await pool.query<Row>(TOLD, [ids])
  return new Map(rows.map(row => [row.id, storyOf(row, address)]))
}

function storyOf(row: Row, address: string): Story {
  const { type, config, secrets, isLimited, message, value, at } = row
  const transition = {
    ...{ deliveryId: row.uid, monitorId: 0, monitor: row.trigger, stream: streamOf(row), tags: [] },
    ...{ from: null, to: row.state, message, value, unit: '', at, repeat: 0 },
    url: `${address}/streams/${row.stream}`,
    ...{ runbookUrl: null, history: '', test: false },
  }
  return { type, config, secrets, transition, isLimited }
}

const streamOf = ({ stream, triggerId, occasion, traits }: Row): ToldStream => ({
  ...{ id: stream, triggerId, occasion, traits },
  thread: threadOf(triggerId, traits),
})

/** Order of the values, as they are stored, does not matter: PostgreSQL keeps keys in its own. */
function threadOf(triggerId: number, traits: Record<string, Plain>): string {
  const values = createHash('sha256').update(JSON.stringify(traits)).digest('hex').slice(0, 16)
  return `trigger-${triggerId}-${values}`
}

const TOLD = `
  select d.id::text, d.uid, a.type, a.config, a.secrets, p.groups <> '{}' as "isLimited",
    n.stream_id::text as stream, n.trigger_id as "triggerId", n.trigger, n.occasion, n.traits,
    n.state, n.message, n.value, n.at
  from delivery d
  join alert a on a.id = d.alert_id
  join notice n on n.id = d.notice_id
  join project p on p.id = n.project_id
  where d.id = any ($1::text[]::bigint[])`
