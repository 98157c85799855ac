import { heartbeat } from '#alerts/heartbeat.ts'
import { pool } from '#lib/db/client.ts'
import { HEARTBEAT_KEY } from '#lib/health/heartbeat/monitor.ts'

/** The heartbeat as it is; null: there is none. */
export interface HeartbeatView {
  /** whether the alert is switched on */
  isOn: boolean
  /** the monitor that beats; null: nothing does */
  monitor: { id: number; name: string; active: boolean } | null
  /** when the address was last called with success */
  lastAt: Date | null
  /** what went wrong since */
  error: string | null
}

export async function readHeartbeat(): Promise<HeartbeatView | null> {
  const { rows } = await pool().query<HeartbeatView>(HEARTBEAT, [HEARTBEAT_KEY, heartbeat.id])
  return rows[0] ?? null
}

const HEARTBEAT = `
  select a.enabled as "isOn", last.at as "lastAt", failed.error,
    (select json_build_object('id', id, 'name', name, 'active', active) from monitor
      where jsonb_typeof(alerts) = 'array' and alerts ? a.key order by id limit 1) as monitor
  from alert a
  left join lateral (
    select id, finished_at as at from delivery
    where alert_id = a.id and status = 'sent' order by id desc limit 1) last on true
  left join lateral (
    select last_error as error from delivery
    where alert_id = a.id and last_error is not null and status <> 'sent' and id > coalesce(last.id, 0)
    order by id desc limit 1) failed on true
  where a.key = $1 and a.type = $2`
