import { sampleTransition } from '#lib/alerting/sample.ts'
import { attemptToSend, type SendContext } from '#lib/alerting/send.ts'
import { RemoteError, UserError } from '#lib/failures.ts'
import { alertPlugin } from '#lib/registry.ts'
import { checkSettings, type Settings } from '#lib/settings.ts'

interface Draft {
  key: string
  type: string
  /** in full, secrets too; need not be saved */
  config: Settings
}

/**
 * Sends what says of itself that it is a test, once and right now. Throws a UserError for settings that are not
 * valid and a RemoteError when the other side did not take it: its status and what kind of failure it is, without a
 * word of the answer, so that nobody reads with test messages what is behind an address.
 */
export async function sendTest(
  { key, type, config }: Draft,
  context: SendContext,
): Promise<{ status: string; durationMs: number }> {
  const plugin = alertPlugin(type)
  if (!plugin)
    throw new UserError(`There is no kind of alert "${type}".`, {
      fields: { type: 'is not a kind of alert' },
    })
  checkSettings(plugin.config, config)

  const sample = sampleTransition(key)
  const { ok, permanent, status, kind, durationMs } = await attemptToSend(
    type,
    () => config,
    sample,
    context,
  )
  if (!ok) throw new RemoteError(kind ?? status, { permanent, status })
  return { status, durationMs }
}
