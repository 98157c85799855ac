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
 * valid and a RemoteError, free of secrets, when the other side did not take it.
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
  const { ok, permanent, status, error, durationMs } = await attemptToSend(
    type,
    () => config,
    sample,
    context,
  )
  if (!ok) throw new RemoteError(error ?? status, { permanent, status })
  return { status, durationMs }
}
