import type { Actor } from '#lib/access/person.ts'
import { changeSetting } from '#lib/audit/settings/change.ts'
import { pool } from '#lib/db/client.ts'
import { type StreamSettingsPatch, streamSetting } from '#lib/streams/settings/setting.ts'
import { inTransaction } from '#lib/transaction.ts'

/** Changes how streams are run and kept; what is left out stays. */
export const setStreamSettings = (patch: StreamSettingsPatch, actor: Actor): Promise<void> =>
  inTransaction(pool(), client => changeSetting(client, streamSetting, patch, actor))
