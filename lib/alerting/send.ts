import type { ZodObject } from 'zod'
import { oneLine } from '#alerts/text.ts'
import { RemoteError, reasonOf, UserError } from '#lib/failures.ts'
import type { GuardedFetch } from '#lib/http.ts'
import { log } from '#lib/log.ts'
import { type AlertContext, secretKeys, type Transition } from '#lib/plugin.ts'
import { nothingSecret, type Redact, redactedError, redactor } from '#lib/redact.ts'
import { alertPlugin } from '#lib/registry.ts'
import { reasonInFull } from '#lib/said.ts'
import { checkSettings, type Settings } from '#lib/settings.ts'
import { keyedAddresses } from '#lib/shown-address.ts'

/** How long one attempt may take, whatever the channel. */
export const SEND_LIMIT_MS = 30_000
const TEXT_LIMIT = 1_000
/** A receiver that says that it is too much, but not until when; and the longest that one is believed. */
const REST_MS = { unsaid: 5_000, most: 300_000 }

/** One try to tell one transition, and how it went. */
export interface Attempt {
  at: Date
  durationMs: number
  ok: boolean
  /** another try cannot help */
  permanent: boolean
  /** what the other side answered (`200`, `550`), or the class of a failure without an answer */
  status: string
  /** what went wrong, with the other side's own words */
  error: string | null
}

/** An attempt as it is made. */
export interface Made extends Attempt {
  /** the error without a word of the other side */
  kind: string | null
  /** the other side wants to be left in peace for so long */
  restMs: number | null
}

export interface SendContext {
  fetch: GuardedFetch
  /** ends the attempt, which then counts as not made */
  signal?: AbortSignal
  limitMs?: number
}

/** What an attempt takes, once its settings are read. */
export interface Prepared {
  /** blacked out in all that is kept of the answer */
  secrets: unknown
  send(context: AlertContext): Promise<{ status: string }>
}

/**
 * Tries once to tell a transition. What goes wrong is an outcome; it throws only when `signal` ended it.
 * `open` gives the settings in full.
 */
export const attemptToSend = (
  type: string,
  open: () => Settings,
  transition: Transition,
  context: SendContext,
): Promise<Made> =>
  attempt(() => {
    const plugin = alertPlugin(type)
    if (!plugin) throw new UserError(`There is no kind of alert "${type}".`)
    const settings = open()
    return {
      secrets: secretsOf(plugin.config, settings),
      send: async context =>
        plugin.send(checkSettings(plugin.config, settings), transition, context),
    }
  }, context)

/** What nobody may learn of an alert's settings from how it fails: its secrets, and addresses, which may hold a key. */
export const secretsOf = (schema: ZodObject, settings: Settings): unknown[] => [
  ...secretKeys(schema).map(key => settings[key]),
  ...keyedAddresses(settings),
]

/** Tries once to send what `prepare` answers. What goes wrong is an outcome; it throws only when `signal` ended it. */
export async function attempt(prepare: () => Prepared, context: SendContext): Promise<Made> {
  const at = new Date()
  const started = performance.now()
  const outcome = await outcomeOf(prepare, context)
  return { at, durationMs: Math.round(performance.now() - started), ...outcome }
}

type Outcome = Omit<Made, 'at' | 'durationMs'>

async function outcomeOf(
  prepare: () => Prepared,
  { fetch, signal, limitMs = SEND_LIMIT_MS }: SendContext,
): Promise<Outcome> {
  const limit = AbortSignal.timeout(limitMs)
  const ended = signal ? AbortSignal.any([signal, limit]) : limit
  let redact = nothingSecret
  try {
    const { secrets, send } = prepare()
    redact = redactor(secrets)
    const sending = send({ fetch, signal: ended })
    const { status } = await Promise.race([sending, whenAborted(ended)])
    return { ok: true, permanent: false, status: readable(status), ...noError }
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    return { ok: false, ...(limit.aborted ? tooSlow(limitMs) : failureOf(error, redact)) }
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

type Failure = Omit<Outcome, 'ok'>

const noError = { error: null, kind: null, restMs: null }

const inWords = (kind: string, error = kind) => ({
  ...{ kind: readable(kind), error: readable(error), restMs: null },
})

const tooSlow = (limitMs: number): Failure => ({
  permanent: false,
  status: 'timeout',
  ...inWords(`no answer within ${limitMs / 1000} s`),
})

/** Settings may be put right while it waits, so only the other side's refusals are permanent. */
function failureOf(error: unknown, redact: Redact): Failure {
  // Characters that are taken out must not have hidden a secret.
  const shown = (text: string) => redact(oneLine(text))
  const texts = () => inWords(shown(reasonOf(error)), shown(reasonInFull(error, redact)))
  if (error instanceof RemoteError)
    return {
      ...{ permanent: error.permanent, status: error.status ?? 'unreachable', ...texts() },
      restMs: restAfter(error),
    }
  if (error instanceof UserError) return { permanent: false, status: 'settings', ...texts() }
  log.error({ err: redactedError(error, redact) }, 'an alert could not be sent')
  const text = 'An error of Belfry; its log has more.'
  return { permanent: false, status: 'failed', ...inWords(text) }
}

function restAfter({ status, retryAfterSeconds }: RemoteError): number | null {
  if (retryAfterSeconds !== undefined) return Math.min(retryAfterSeconds * 1000, REST_MS.most)
  return status === '429' ? REST_MS.unsaid : null
}
