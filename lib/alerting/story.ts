import type { Pool } from 'pg'
import { HISTORY_RUNS, historyInWords, type PastValue } from '#lib/alerting/history.ts'
import { loadNoticeStories } from '#lib/alerting/notice-story.ts'
import type { Plain, StateName, Transition } from '#lib/plugin.ts'

/** What is told by a delivery, and through which settings. */
export interface Story {
  type: string
  config: unknown
  secrets: Uint8Array | null
  transition: Transition
  /** its monitor, or its project, is for some groups only */
  isLimited: boolean
}

interface Row {
  id: string
  uid: string
  repeat: number
  type: string
  config: unknown
  secrets: Uint8Array | null
  monitor_id: number
  monitor: string
  isLimited: boolean
  tags: string[]
  unit: string
  runbook: string
  from: StateName
  to: StateName
  at: Date
  message: string
  value: Plain
}

/** Loads what deliveries tell, by their ids; what was deleted meanwhile is left out. `address` is Belfry's public one. */
export async function loadStories(
  pool: Pool,
  ids: readonly string[],
  address: string,
): Promise<Map<string, Story>> {
  const [told, past] = await Promise.all([
    pool.query<Row>(TOLD, [ids]),
    pool.query<PastValue & { id: string }>(PAST, [ids, HISTORY_RUNS]),
  ])
  const histories = Map.groupBy(past.rows, ({ id }) => id)
  const stories = new Map(
    told.rows.map(row => [row.id, storyOf(row, histories.get(row.id) ?? [], address)]),
  )
  const others = ids.filter(id => !stories.has(id))
  const notices = others.length > 0 ? await loadNoticeStories(pool, others, address) : []
  return new Map([...stories, ...notices])
}

function storyOf(row: Row, past: PastValue[], address: string): Story {
  const { id: _, uid, type, config, secrets, monitor_id, runbook, isLimited, ...rest } = row
  const url = `${address}/monitors/${monitor_id}`
  const transition = {
    ...rest,
    deliveryId: uid,
    monitorId: monitor_id,
    url,
    runbookUrl: runbookUrl(runbook, url),
    history: historyInWords(past, row.unit),
    test: false,
  }
  return { type, config, secrets, transition, isLimited }
}

/** A repetition tells what the monitor says by now. */
const TOLD = `
  select d.id::text, d.uid, d.repeat, a.type, a.config, a.secrets, m.id as monitor_id, m.name as monitor,
    m.groups <> '{}' as "isLimited", m.tags, m.unit, m.runbook, t."from", t."to", t.at,
    case when d.repeat > 0 and m.last_state = t."to" then m.last_message else t.message end as message,
    case when d.repeat > 0 and m.last_state = t."to" then m.last_value else t.value end as value
  from delivery d
  join alert a on a.id = d.alert_id
  join monitor m on m.id = d.monitor_id
  join transition t on t.id = d.transition_id
  where d.id = any ($1::text[]::bigint[])`

/** The same for every attempt: what came later is not in it. */
const PAST = `
  select d.id::text, past.at, past.value
  from delivery d cross join lateral (
    select r.planned_at as at, r.value from run r
    where r.monitor_id = d.monitor_id and r.status = 'done' and r.planned_at <= d.created_at
    order by r.planned_at desc limit $2) past
  where d.id = any ($1::text[]::bigint[])
  order by past.at desc`

/** Longer ones are no addresses of pages, and receivers refuse them. */
const ADDRESS_LIMIT = 2_000

/** A runbook that is nothing but an address is that address; another is read on the monitor's page. */
function runbookUrl(runbook: string, monitorUrl: string): string | null {
  const text = runbook.trim()
  if (text === '') return null
  const isAddress =
    text.length <= ADDRESS_LIMIT && /^https?:\/\/\S+$/i.test(text) && URL.canParse(text)
  return isAddress ? text : `${monitorUrl}#runbook`
}
