import type { Actor } from '#lib/access/person.ts'
import { changeSetting } from '#lib/audit/settings/change.ts'
import { pool } from '#lib/db/client.ts'
import { type EventRetentionPatch, eventRetentionSetting } from '#lib/events/retention/setting.ts'
import { inTransaction } from '#lib/transaction.ts'

/** Sets for how long events are kept; what is left out stays. The next clean-up goes by it. */
export const setEventRetention = (patch: EventRetentionPatch, actor: Actor): Promise<void> =>
  inTransaction(pool(), client => changeSetting(client, eventRetentionSetting, patch, actor))
