import { heartbeat } from '#alerts/heartbeat.ts'
import type { Changer } from '#lib/access/reach.ts'
import { createAlert, deleteAlert, updateAlert } from '#lib/alerting/mutations.ts'
import { overPrisma } from '#lib/db/change.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { HEARTBEAT_KEY, heartbeatMonitor } from '#lib/health/heartbeat/monitor.ts'
import { insertMonitor, removeMonitor } from '#lib/monitors/mutations.ts'
import { openSettings } from '#lib/settings.ts'

/** Any number that nothing else locks with: several engines may start with the same address at once. */
const LOCK = 8_365_381

/** Has an address called after each minute in which alerts could have been told; null: none any more. */
export async function setHeartbeat(url: string | null, by: Changer): Promise<void> {
  await db().$transaction(async tx => {
    await tx.$executeRaw`select pg_advisory_xact_lock(${LOCK})`
    await (url === null ? endHeartbeat(tx, by) : keepHeartbeat(tx, url, by))
  })
}

async function keepHeartbeat(tx: Tx, url: string, by: Changer) {
  const alert = await heartbeatAlert(tx)
  const means = { actor: by, tx }
  const config = { url }
  if (!alert)
    await createAlert({ key: HEARTBEAT_KEY, type: heartbeat.id, config, states: ['OK'] }, means)
  else if (openSettings(alert).url !== url || !alert.enabled)
    await updateAlert(HEARTBEAT_KEY, { config, enabled: true }, means)
  if ((await beating(tx)).length === 0) await insertMonitor(tx, heartbeatMonitor, by)
}

/** Takes along the monitors that are there for nothing else. */
async function endHeartbeat(tx: Tx, by: Changer) {
  if (!(await heartbeatAlert(tx))) return
  for (const { id, isAlone } of await beating(tx)) if (isAlone) await removeMonitor(tx, id, by)
  await deleteAlert(HEARTBEAT_KEY, { actor: by, tx })
}

async function heartbeatAlert(tx: Tx) {
  const alert = await tx.alert.findUnique({ where: { key: HEARTBEAT_KEY } })
  if (alert && alert.type !== heartbeat.id)
    throw new UserError(
      `There is an alert "${HEARTBEAT_KEY}" of another kind; the heartbeat needs that key.`,
      { code: 'conflict' },
    )
  return alert
}

/** The monitors that tell the heartbeat. */
const beating = async (tx: Tx) =>
  (
    await overPrisma(tx).query<{ id: number; isAlone: boolean }>(
      `select id, jsonb_array_length(alerts) = 1 as "isAlone" from monitor
       where jsonb_typeof(alerts) = 'array' and alerts ? $1 order by id`,
      [HEARTBEAT_KEY],
    )
  ).rows
