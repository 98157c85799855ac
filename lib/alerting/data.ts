import { heartbeat } from '#alerts/heartbeat.ts'
import type { Reach } from '#lib/access/reach.ts'
import { toldWithin, whereToldWithin } from '#lib/alerting/reach/data.ts'
import type { AlertView, DeliveryFilter, DeliveryView } from '#lib/alerting/schema.ts'
import { type Db, db, type Prisma, type Tx } from '#lib/db/client.ts'
import type { Alert } from '#lib/db/generated/client.ts'
import { UserError } from '#lib/failures.ts'
import { badCursor, itemsOf } from '#lib/items.ts'
import { containing } from '#lib/like.ts'
import { pageOf } from '#lib/monitors/paging.ts'
import type { Plain } from '#lib/plugin.ts'
import { maskSettings } from '#lib/settings.ts'
import type { Occasion } from '#lib/streams/handlers/contract.ts'

export interface AlertQuery {
  /** a part of key, type or description */
  q?: string | undefined
  limit?: number | undefined
  /** the key after which the page begins */
  cursor?: string | undefined
}

/** Attempts shown of one delivery, the newest; a day of retries has about 60. */
const LOG_LIMIT = 100

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

/** The deliveries that fit, newest first, as the API pages them. */
export async function listDeliveries(
  reach: Reach,
  filter: DeliveryFilter & { limit?: number | undefined; cursor?: string | undefined },
) {
  const { limit = 100, cursor } = filter
  if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) throw badCursor()
  const before = cursor === undefined ? {} : { id: { lt: BigInt(cursor) } }
  const rows = await db().delivery.findMany({
    where: { AND: [fits(reach, filter), before] },
    orderBy: { id: 'desc' },
    take: limit + 1,
    include: TOLD,
  })
  return itemsOf(rows.map(deliveryOf), limit, ({ id }) => id)
}

/** One page of the log for people, newest first. */
export async function deliveryPage(
  reach: Reach,
  filter: DeliveryFilter,
  asked: string | undefined,
  size = 50,
) {
  const where = fits(reach, filter)
  const total = await db().delivery.count({ where })
  const page = pageOf(total, asked, size)
  const rows = await db().delivery.findMany({
    where,
    orderBy: { id: 'desc' },
    skip: page.offset,
    take: size,
    include: TOLD,
  })
  return { items: rows.map(deliveryOf), page, total }
}

export async function getDelivery(reach: Reach, id: number): Promise<DeliveryView> {
  const row = await db().delivery.findUnique({
    where: { id: BigInt(id), AND: whereToldWithin(reach) },
    include: TOLD,
  })
  if (!row) throw new UserError(`There is no delivery ${id}.`, { code: 'not_found' })
  return deliveryOf(row)
}

const TOLD = {
  alert: { select: { key: true } },
  monitor: { select: { id: true, name: true } },
  transition: true,
  notice: { include: { project: { select: { name: true } } } },
  log: { orderBy: { id: 'desc' }, take: LOG_LIMIT },
} satisfies Prisma.DeliveryInclude

type Row = Prisma.DeliveryGetPayload<{ include: typeof TOLD }>

function fits(
  reach: Reach,
  { alert, monitor, status, q, stream }: DeliveryFilter,
): Prisma.DeliveryWhereInput {
  const contains = containing(q)
  return {
    AND: whereToldWithin(reach),
    ...(stream === undefined ? {} : { notice: { streamId: BigInt(stream) } }),
    // There is a heartbeat every minute: only who asks for it, by alert or by monitor, is shown it.
    ...(alert
      ? { alert: { key: alert } }
      : monitor === undefined
        ? { alert: { type: { not: heartbeat.id } } }
        : {}),
    ...(monitor === undefined ? {} : { monitorId: monitor }),
    ...(status ? { status } : {}),
    ...(q
      ? {
          OR: [
            { alert: { key: contains } },
            { monitor: { name: contains } },
            { notice: { trigger: contains } },
            { lastError: contains },
          ],
        }
      : {}),
  }
}

function deliveryOf(row: Row): DeliveryView {
  return {
    id: Number(row.id),
    uid: row.uid,
    alert: row.alert.key,
    monitor: row.monitor,
    transition: row.transition && transitionOf(row.transition),
    notice: row.notice && noticeOf(row.notice),
    repeat: row.repeat,
    status: row.status,
    attempts: row.attempts,
    createdAt: row.createdAt.toISOString(),
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    sending: row.status === 'queued' && row.claimedUntil !== null && row.claimedUntil > new Date(),
    lastError: row.lastError,
    supersededBy: row.supersededBy === null ? null : Number(row.supersededBy),
    log: row.log.toReversed().map(({ at, durationMs, ok, status, error }) => ({
      at: at.toISOString(),
      durationMs,
      ok,
      status,
      error,
    })),
  }
}

function transitionOf({ id, at, from, to, message, value }: NonNullable<Row['transition']>) {
  return { id: Number(id), at: at.toISOString(), from, to, message, value: value as Plain }
}

function noticeOf(row: NonNullable<Row['notice']>): DeliveryView['notice'] {
  const { id, at, project, trigger, triggerId, streamId, occasion, traits, ...rest } = row
  return {
    id: Number(id),
    at: at.toISOString(),
    project: project.name,
    trigger: { id: triggerId, name: trigger },
    stream: String(streamId),
    occasion: occasion as Occasion,
    traits: traits as Record<string, Plain>,
    state: rest.state,
    message: rest.message,
    value: rest.value as Plain,
  }
}
