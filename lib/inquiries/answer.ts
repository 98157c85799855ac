import { everything } from '#lib/access/reach.ts'
import { sendTest } from '#lib/alerting/send-test.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import { guardedFetch } from '#lib/http.ts'
import { tell } from '#lib/inquiries/answers.ts'
import { findInquiry } from '#lib/inquiries/data.ts'
import { type Answer, CALL_LIMIT_MS, type Kind, type Question } from '#lib/inquiries/kinds.ts'
import { giveAnswer } from '#lib/inquiries/mutations.ts'
import { log } from '#lib/log.ts'
import { type SourceContext, type SourcePlugin, secretKeys } from '#lib/plugin.ts'
import { redactor } from '#lib/redact.ts'
import { sourcePlugin } from '#lib/registry.ts'
import type { Job } from '#lib/sandbox/contract.ts'
import type { Sandbox } from '#lib/sandbox/pool.ts'
import { checkSettings, type Settings } from '#lib/settings.ts'
import type { Broker } from '#lib/sources/broker.ts'
import { failureOfCheck } from '#lib/sources/failure.ts'
import { answerTrial } from '#lib/streams/pipelines/trial/answer.ts'

/** For addresses that an admin has typed. */
const typed = guardedFetch({ trust: 'admin' })

/** What an engine answers with. */
export interface Means {
  sandbox: Pick<Sandbox, 'run'>
  broker: Pick<Broker, 'call'>
}

type Answerer<Q, A> = (question: Q, means: Means, ended: AbortSignal) => Promise<A>

/** The engine's task for one inquiry: answers it, whatever comes of it. */
export async function answerInquiry(id: string, means: Means, ended: AbortSignal): Promise<void> {
  const inquiry = await findInquiry(id)
  if (!inquiry) return
  // ask() stores a question with the kind that it is of.
  const answer = answerers[inquiry.kind as Kind] as Answerer<unknown, unknown>
  await giveAnswer(id, await tell(() => answer(inquiry.question, means, ended)))
}

const answerers: { [K in Kind]: Answerer<Question<K>, Answer<K>> } = {
  async test(question, { sandbox }, ended) {
    const { startedAt, ...outcome } = await sandbox.run(
      { ...question, previous: withDate(question.previous), now: new Date() },
      ended,
    )
    return outcome
  },

  async query(question, { broker }, signal) {
    const started = performance.now()
    const limits = { allowed: null, signal, timeoutMs: CALL_LIMIT_MS }
    const result = await broker.call({ ...question, ...limits })
    return { result, durationMs: since(started) }
  },

  async check({ key, type, config }, _, ended) {
    const plugin = sourcePlugin(type) ?? unknownType(type)
    const settings = checkSettings(plugin.config, config)
    const started = performance.now()
    const signal = AbortSignal.any([ended, AbortSignal.timeout(CALL_LIMIT_MS)])
    try {
      const limits = { signal, timeoutMs: CALL_LIMIT_MS }
      const context = { key, reach: everything, fetch: typed, ...limits }
      await plugin.check(settings, context)
      const durationMs = since(started)
      return { durationMs, warning: await warningOf(plugin, settings, context) }
    } catch (error) {
      throw failureOfCheck(error, redactor(secretKeys(plugin.config).map(name => settings[name])))
    } finally {
      // The settings may never be saved: nothing of them is kept open.
      await plugin
        .close?.(settings)
        .catch((error: unknown) => log.warn({ err: error }, reasonOf(error)))
    }
  },

  'alert-test': (draft, _, ended) => sendTest(draft, { fetch: typed, signal: ended }),

  pipeline: (question, { sandbox }, ended) => answerTrial(question, sandbox, ended),
}

/** Servers that only look like one of those that are known may not be able to tell: they work all the same. */
const warningOf = async (plugin: SourcePlugin, settings: Settings, context: SourceContext) =>
  (await plugin.warn?.(settings, context).catch(() => null)) ?? null

const since = (started: number) => Math.round(performance.now() - started)

/** Dates became text on their way here. */
const withDate = ({ at, ...previous }: Job['previous']): Job['previous'] => ({
  ...previous,
  at: at && new Date(at),
})

function unknownType(type: string): never {
  throw new UserError(`There is no kind of source "${type}".`, {
    fields: { type: 'is not a kind of source' },
  })
}
