import type { Reach } from '#lib/access/reach.ts'
import { toldWithin } from '#lib/alerting/reach/data.ts'
import type { AlertView, DeliveryView } from '#lib/alerting/schema.ts'
import { type Db, db, type Tx } from '#lib/db/client.ts'
import type { Alert } from '#lib/db/generated/client.ts'
import { UserError } from '#lib/failures.ts'
import { itemsOf } from '#lib/items.ts'
import { containing } from '#lib/like.ts'
import { maskSettings } from '#lib/settings.ts'

export interface AlertQuery {
  /** a part of key, type or description */
  q?: string | undefined
  limit?: number | undefined
  /** the key after which the page begins */
  cursor?: string | undefined
}

/**
 * Configured alerts by key, a page of them; `next` is the cursor of the next page. Of deliveries, whose monitors may
 * be limited to groups, it shows the last one within reach, and counts those.
 */
export async function listAlerts(reach: Reach, { q, limit = 100, cursor }: AlertQuery = {}) {
  const contains = containing(q)
  const rows = await db().alert.findMany({
    where: {
      ...(q ? { OR: [{ key: contains }, { type: contains }, { description: contains }] } : {}),
      ...(cursor ? { key: { gt: cursor } } : {}),
    },
    orderBy: { key: 'asc' },
    take: limit + 1,
  })
  const { items, next } = itemsOf(rows, limit, ({ key }) => key)
  return { items: await viewsOf(reach, items), next }
}

export async function getAlert(reach: Reach, key: string): Promise<AlertView> {
  return viewOf(reach, await alertRow(key))
}

/** The stored row, secrets sealed. Throws a UserError when there is none. */
export async function alertRow(key: string, client: Db | Tx = db()): Promise<Alert> {
  const row = await client.alert.findUnique({ where: { key } })
  if (!row) throw new UserError(`There is no alert "${key}".`, { code: 'not_found' })
  return row
}

export async function viewOf(reach: Reach, row: Alert, client: Db | Tx = db()): Promise<AlertView> {
  const [view] = await viewsOf(reach, [row], client)
  if (!view) throw new Error('a row has a view')
  return view
}

async function viewsOf(
  reach: Reach,
  rows: readonly Alert[],
  client: Db | Tx = db(),
): Promise<AlertView[]> {
  const recent = await recentOf(
    reach,
    rows.map(row => row.id),
    client,
  )
  return rows.map(row => ({
    key: row.key,
    type: row.type,
    description: row.description,
    config: maskSettings(row),
    enabled: row.enabled,
    states: row.states,
    declared: row.declared,
    updatedAt: row.updatedAt.toISOString(),
    ...(recent.get(row.id) ?? { waiting: 0, lastDelivery: null }),
  }))
}

interface Recent {
  alert_id: number
  waiting: number
  id: bigint | null
  status: DeliveryView['status']
  at: Date
  monitor: string
  error: string | null
}

async function recentOf(reach: Reach, ids: readonly number[], client: Db | Tx) {
  const rows = await client.$queryRaw<Recent[]>`
    select a.id as alert_id, last.*,
      (select count(*)::int from delivery d
        where d.alert_id = a.id and d.status = 'queued' and ${toldWithin(reach)}) as waiting
    from unnest(${ids}::int[]) as a(id)
    left join lateral (
      select d.id, d.status::text, coalesce(d.finished_at, d.created_at) as at,
             coalesce(m.name, n.trigger) as monitor, d.last_error as error
      from delivery d
      left join monitor m on m.id = d.monitor_id left join notice n on n.id = d.notice_id
      where d.alert_id = a.id and ${toldWithin(reach)} order by d.id desc limit 1
    ) last on true`
  return new Map(
    rows.map(({ alert_id, waiting, id, status, at, monitor, error }) => {
      const lastDelivery =
        id === null ? null : { id: Number(id), status, at: at.toISOString(), monitor, error }
      return [alert_id, { waiting, lastDelivery }]
    }),
  )
}
