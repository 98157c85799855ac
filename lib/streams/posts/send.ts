import type { Pool } from 'pg'
import { statusOf } from '#alerts/post.ts'
import { sendSigned } from '#alerts/signed.ts'
import { webhook } from '#alerts/webhook.ts'
import {
  attempt,
  type Made,
  type Prepared,
  type SendContext,
  secretsOf,
} from '#lib/alerting/send.ts'
import { UserError } from '#lib/failures.ts'
import type { GuardedFetch } from '#lib/http.ts'
import { checkSettings, openSettings } from '#lib/settings.ts'
import { keyedAddresses } from '#lib/shown-address.ts'
import type { Target } from '#lib/streams/handlers/contract.ts'
import type { Post } from '#lib/streams/posts/claim.ts'

/** An admin's address may be in the private network; one that an editor typed may not. */
export interface Doors {
  admin: GuardedFetch
  editor: GuardedFetch
}

/** Sends a post once. What goes wrong is an outcome; it throws only when `signal` ended it. */
export async function sendPost(
  pool: Pool,
  post: Post,
  doors: Doors,
  context: Omit<SendContext, 'fetch'>,
): Promise<Made> {
  const { target } = post
  if ('alert' in target) {
    const row = await alertOf(pool, target.alert)
    return attempt(() => byAlert(post, target.alert, row), { ...context, fetch: doors.admin })
  }
  return attempt(() => byAddress(post, target), { ...context, fetch: doors.editor })
}

const byAddress = (
  { uid, body }: Post,
  receiver: Exclude<Target, { alert: string }>,
): Prepared => ({
  secrets: [...keyedAddresses({ url: receiver.url }), receiver.headers],
  send: async context => statusOf(await sendSigned(receiver, { id: uid, text: body }, context)),
})

interface AlertRow {
  type: string
  config: unknown
  secrets: Uint8Array | null
  enabled: boolean
}

async function alertOf(pool: Pool, key: string): Promise<AlertRow | undefined> {
  const { rows } = await pool.query<AlertRow>(
    'select type, config, secrets, enabled from alert where key = $1',
    [key],
  )
  return rows[0]
}

/** An alert may be switched on again, or put right, while the post waits. */
function byAlert({ uid, body }: Post, key: string, row: AlertRow | undefined): Prepared {
  if (!row) throw new UserError(`There is no alert "${key}".`)
  if (row.type !== webhook.id) throw new UserError(`The alert "${key}" is no webhook.`)
  if (!row.enabled) throw new UserError(`The alert "${key}" is switched off.`)
  const settings = openSettings(row)
  return {
    secrets: secretsOf(webhook.config, settings),
    send: async context => {
      const receiver = checkSettings(webhook.config, settings)
      return statusOf(await sendSigned(receiver, { id: uid, text: body }, context))
    },
  }
}
