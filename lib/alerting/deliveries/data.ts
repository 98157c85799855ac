import { heartbeat } from '#alerts/heartbeat.ts'
import type { Reach } from '#lib/access/reach.ts'
import { whereToldWithin } from '#lib/alerting/reach/data.ts'
import type { DeliveryFilter, DeliveryView } from '#lib/alerting/schema.ts'
import { db, type Prisma } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { badCursor, itemsOf } from '#lib/items.ts'
import { containing } from '#lib/like.ts'
import { pageOf } from '#lib/paging.ts'
import type { Plain } from '#lib/plugin.ts'
import type { Occasion } from '#lib/streams/handlers/contract.ts'

/** Attempts shown of one delivery, the newest; a day of retries has about 60. */
const LOG_LIMIT = 100

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
