import { oneLine } from '#alerts/text.ts'
import { redact } from '#lib/alerting/redact.ts'
import { RemoteError, reasonOf, UserError } from '#lib/failures.ts'
import type { GuardedFetch } from '#lib/http.ts'
import { log } from '#lib/log.ts'
import type { Transition } from '#lib/plugin.ts'
import { secretKeys } from '#lib/plugin.ts'
import { alertPlugin } from '#lib/registry.ts'
import { checkSettings, type Settings } from '#lib/settings.ts'

/** How long one attempt may take, whatever the channel. */
export const SEND_LIMIT_MS = 30_000
const TEXT_LIMIT = 1_000

/** One try to tell one transition, and how it went. */
export interface Attempt {
  at: Date
  durationMs: number
  ok: boolean
  /** another try cannot help */
  permanent: boolean
  /** what the other side answered (`200`, `550`), or the class of a failure without an answer */
  status: string
  error: string | null
}

export interface SendContext {
  fetch: GuardedFetch
  /** ends the attempt, which then counts as not made */
  signal?: AbortSignal
  limitMs?: number
}

/**
 * Tries once to tell a transition. What goes wrong is an outcome; it throws only when `signal` ended it.
 * `open` gives the settings in full.
 */
export async function attemptToSend(
  type: string,
  open: () => Settings,
  transition: Transition,
  context: SendContext,
): Promise<Attempt> {
  const at = new Date()
  const started = performance.now()
  const outcome = await outcomeOf(type, open, transition, context)
  return { at, durationMs: Math.round(performance.now() - started), ...outcome }
}

type Outcome = Omit<Attempt, 'at' | 'durationMs'>

async function outcomeOf(
  type: string,
  open: () => Settings,
  transition: Transition,
  { fetch, signal, limitMs = SEND_LIMIT_MS }: SendContext,
): Promise<Outcome> {
  const limit = AbortSignal.timeout(limitMs)
  const ended = signal ? AbortSignal.any([signal, limit]) : limit
  const plugin = alertPlugin(type)
  let secrets: unknown[] = []
  try {
    if (!plugin) throw new UserError(`There is no kind of alert "${type}".`)
    const settings = open()
    secrets = secretKeys(plugin.config).map(key => settings[key])
    const config = checkSettings(plugin.config, settings)
    const sending = plugin.send(config, transition, { fetch, signal: ended })
    const { status } = await Promise.race([sending, whenAborted(ended)])
    return { ok: true, permanent: false, status: readable(status), error: null }
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    const { text, ...failure } = limit.aborted ? tooSlow(limitMs) : failureOf(error)
    return { ok: false, ...failure, error: readable(redact(text, secrets)) }
  }
}

/** What the other side said, as it can be stored and shown. */
const readable = (text: string) => oneLine(text).slice(0, TEXT_LIMIT)

/** A plugin that does not heed its signal holds up nothing either. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
  })
}

interface Failure {
  permanent: boolean
  status: string
  text: string
}

const tooSlow = (limitMs: number): Failure => ({
  permanent: false,
  status: 'timeout',
  text: `no answer within ${limitMs / 1000} s`,
})

/** Settings may be put right while it waits, so only the other side's refusals are permanent. */
function failureOf(error: unknown): Failure {
  const text = reasonOf(error)
  if (error instanceof RemoteError)
    return { permanent: error.permanent, status: error.status ?? 'unreachable', text }
  if (error instanceof UserError) return { permanent: false, status: 'settings', text }
  log.error({ err: error }, 'an alert could not be sent')
  return { permanent: false, status: 'failed', text: 'An error of Belfry; its log has more.' }
}
