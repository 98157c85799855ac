import { type Changer, everything, type Reach, reachOf } from '#lib/access/reach.ts'
import { alertRow, viewOf } from '#lib/alerting/data.ts'
import { getDelivery } from '#lib/alerting/deliveries/data.ts'
import { sendAgain } from '#lib/alerting/outbox/again.ts'
import { DELIVERIES } from '#lib/alerting/outbox/outbox.ts'
import { toldWithin } from '#lib/alerting/reach/data.ts'
import { type AlertView, alertInput, alertPatch, type DeliveryView } from '#lib/alerting/schema.ts'
import { noteInstance } from '#lib/audit/instances/mutations.ts'
import { recordChange } from '#lib/audit/record.ts'
import { type By, changing, overPrisma, refuseDeclared } from '#lib/db/change.ts'
import { db, type Tx } from '#lib/db/client.ts'
import type { Alert } from '#lib/db/generated/client.ts'
import { UserError } from '#lib/failures.ts'
import { parse } from '#lib/parse.ts'
import type { AlertPlugin } from '#lib/plugin.ts'
import { alertPlugin } from '#lib/registry.ts'
import { changeSettings, openSettings, storedSettings } from '#lib/settings.ts'

export { queueDeliveries } from '#lib/alerting/queue.ts'

export async function createAlert(input: unknown, by: By): Promise<AlertView> {
  const { key, type, config, ...rest } = parse(alertInput, input, 'The alert')
  const stored = storedSettings(pluginOf(type).config, changeSettings({}, config))

  return changing(by, async tx => {
    if (await tx.alert.findUnique({ where: { key } }))
      throw new UserError(`There is an alert "${key}" already.`, {
        code: 'conflict',
        fields: { key: 'is taken by another alert' },
      })
    const row = await tx.alert.create({
      data: { key, type, ...rest, declared: by.file ?? false, ...stored },
    })
    await noteInstance(tx, 'alert', { key, before: null, after: row }, by)
    return viewOf(everything, row, tx)
  })
}

/** Changes what the patch names; a secret that is left out, or comes back masked, stays. */
export async function updateAlert(key: string, patch: unknown, by: By): Promise<AlertView> {
  const { config, ...rest } = parse(alertPatch, patch, 'The alert')

  return changing(by, async tx => {
    const present = await changeable(tx, key, by)
    const type = by.type ?? present.type
    const stored = config
      ? storedSettings(pluginOf(type).config, changeSettings(openSettings(present), config))
      : {}
    const row = await tx.alert.update({
      where: { key },
      data: {
        ...rest,
        type,
        ...stored,
        ...(by.file ? { declared: true } : {}),
        updatedAt: new Date(),
      },
    })
    await noteInstance(tx, 'alert', { key, before: present, after: row }, by)
    return viewOf(everything, row, tx)
  })
}

/** Takes its deliveries along, those that wait and the log of those that went. */
export async function deleteAlert(key: string, by: By): Promise<void> {
  await changing(by, async tx => {
    const present = await changeable(tx, key, by)
    await tx.alert.delete({ where: { key } })
    await noteInstance(tx, 'alert', { key, before: present, after: null }, by)
  })
}

/**
 * Has a delivery tried again at once: one that waits for its next time, or a dead one, which dies again if that
 * fails more than a day after it was queued. Throws a UserError for what was sent, replaced, or is under way.
 */
export async function retryNow(id: number, by: Changer): Promise<DeliveryView> {
  await db().$transaction(async tx => {
    const standing = await retryStanding(tx, reachOf(by), id)
    refuseRetry(id, standing)
    await sendAgain(overPrisma(tx), DELIVERIES, id)
    await recordChange(overPrisma(tx), {
      ...{ actor: by, action: 'retry', subject: 'delivery', subjectId: id },
      change: { alert: standing.alert, [standing.of]: standing.name, was: standing.status },
    })
  })
  return getDelivery(reachOf(by), id)
}

interface Standing {
  status: DeliveryView['status']
  alert: string
  of: 'monitor' | 'trigger'
  /** of the monitor or the trigger */
  name: string
  sending: boolean
  /** a later one went to the same alert for the same monitor, or is on its way */
  overtaken: boolean
}

async function retryStanding(tx: Tx, reach: Reach, id: number): Promise<Standing | undefined> {
  const rows = await tx.$queryRaw<Standing[]>`
    select d.status::text, coalesce(d.claimed_until > now(), false) as sending,
      a.key as alert, case when m.id is null then 'trigger' else 'monitor' end as of,
      coalesce(m.name, n.trigger) as name, exists (
      select from delivery later where later.monitor_id = d.monitor_id
        and later.alert_id = d.alert_id and later.id > d.id) as overtaken
    from delivery d join alert a on a.id = d.alert_id
    left join monitor m on m.id = d.monitor_id left join notice n on n.id = d.notice_id
    where d.id = ${id}::int8 and ${toldWithin(reach)} for update of d`
  return rows[0]
}

function refuseRetry(id: number, found: Standing | undefined): asserts found {
  if (!found) throw new UserError(`There is no delivery ${id}.`, { code: 'not_found' })
  const reason =
    found.status === 'sent'
      ? 'was sent'
      : found.sending
        ? 'is being sent'
        : found.status === 'superseded' || found.overtaken
          ? 'was replaced by a later one'
          : undefined
  if (reason) throw new UserError(`Delivery ${id} ${reason}.`, { code: 'conflict' })
}

function pluginOf(type: string): AlertPlugin {
  const plugin = alertPlugin(type)
  if (!plugin)
    throw new UserError(`There is no kind of alert "${type}".`, {
      fields: { type: 'is not a kind of alert' },
    })
  return plugin
}

async function changeable(tx: Tx, key: string, by: By): Promise<Alert> {
  // The weaker lock lets deliveries be queued meanwhile.
  await tx.$queryRaw`select from alert where key = ${key} for no key update`
  const row = await alertRow(key, tx)
  refuseDeclared(`The alert "${key}"`, row, by)
  return row
}
