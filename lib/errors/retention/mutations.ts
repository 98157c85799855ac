import type { Actor } from '#lib/access/person.ts'
import { changeSetting } from '#lib/audit/settings/change.ts'
import { pool } from '#lib/db/client.ts'
import { errorRetention } from '#lib/errors/retention/change.ts'
import type { RetentionPatch } from '#lib/errors/retention/schema.ts'
import { inTransaction } from '#lib/transaction.ts'

/** Sets for how long errors are counted; what is left out stays. */
export const setRetention = (patch: RetentionPatch, actor: Actor): Promise<void> =>
  inTransaction(pool(), client => changeSetting(client, errorRetention, patch, actor))
