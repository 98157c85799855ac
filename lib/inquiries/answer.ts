import { sendTest } from '#lib/alerting/send-test.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import { guardedFetch } from '#lib/http.ts'
import { tell } from '#lib/inquiries/answers.ts'
import { findInquiry } from '#lib/inquiries/data.ts'
import { CALL_LIMIT_MS, type Inquiries, type Kind } from '#lib/inquiries/kinds.ts'
import { giveAnswer } from '#lib/inquiries/mutations.ts'
import { log } from '#lib/log.ts'
import type { Plain } from '#lib/plugin.ts'
import { sourcePlugin } from '#lib/registry.ts'
import type { Job, Outcome } from '#lib/sandbox/contract.ts'
import { checkSettings } from '#lib/settings.ts'

/** What an engine answers with: its sandbox and its broker. */
export interface Means {
  sandbox: { run(job: Job, signal?: AbortSignal): Promise<Outcome> }
  broker: {
    call(call: {
      source: string
      method: string
      args: unknown[]
      allowed: string[] | null
      signal: AbortSignal
      timeoutMs: number
    }): Promise<Plain>
  }
}

type Answerers = {
  [K in Kind]: (
    question: Inquiries[K]['question'],
    means: Means,
    signal: AbortSignal,
  ) => Promise<Inquiries[K]['answer']>
}

/** The engine's task for one inquiry: answers it, whatever comes of it. */
export async function answerInquiry(id: string, means: Means, signal: AbortSignal): Promise<void> {
  const inquiry = await findInquiry(id)
  if (!inquiry) return
  const answer = answerers[inquiry.kind as Kind] as (
    question: unknown,
    means: Means,
    signal: AbortSignal,
  ) => Promise<unknown>
  await giveAnswer(id, await tell(() => answer(inquiry.question, means, signal)))
}

const answerers: Answerers = {
  async test(question, { sandbox }, signal) {
    const { startedAt, ...outcome } = await sandbox.run(
      { ...question, previous: withDate(question.previous), now: new Date() },
      signal,
    )
    return outcome
  },

  async query({ source, method, args }, { broker }, signal) {
    const started = performance.now()
    const call = { source, method, args, allowed: null, signal, timeoutMs: CALL_LIMIT_MS }
    const result = await broker.call(call)
    return { result, durationMs: since(started) }
  },

  async check({ key, type, config }, _, ended) {
    const plugin = sourcePlugin(type) ?? unknownType(type)
    const settings = checkSettings(plugin.config, config)
    const started = performance.now()
    const { fetch, signal } = world(ended)
    try {
      await plugin.check(settings, { key, fetch, signal, timeoutMs: CALL_LIMIT_MS })
      return { durationMs: since(started) }
    } finally {
      // The settings may never be saved: nothing of them is kept open.
      await plugin
        .close?.(settings)
        .catch((error: unknown) => log.warn({ err: error }, reasonOf(error)))
    }
  },

  'alert-test': (draft, _, ended) =>
    sendTest(draft, { fetch: guardedFetch({ trust: 'admin' }), signal: ended }),
}

/** What an admin typed is trusted with addresses, and has a limit of its own. */
const world = (ended: AbortSignal) => ({
  fetch: guardedFetch({ trust: 'admin' }),
  signal: AbortSignal.any([ended, AbortSignal.timeout(CALL_LIMIT_MS)]),
})

const since = (started: number) => Math.round(performance.now() - started)

/** Dates became text on their way here. */
const withDate = ({ at, ...previous }: Job['previous']): Job['previous'] => ({
  ...previous,
  at: at && new Date(at),
})

function unknownType(type: string): never {
  throw new UserError(`There is no plugin ${type}.`, { fields: { type: 'is not known here' } })
}
