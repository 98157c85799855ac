import { db } from '#lib/db/client.ts'
import {
  type EventRetention,
  eventRetention,
  eventRetentionSetting,
} from '#lib/events/retention/setting.ts'

export async function getEventRetention(): Promise<EventRetention> {
  const row = await db().setting.findUnique({ where: { key: eventRetentionSetting.key } })
  return eventRetention.parse(row?.value ?? {})
}
