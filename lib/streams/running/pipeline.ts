import { reasonOf } from '#lib/failures.ts'
import type { StreamEvent } from '#lib/streams/event.ts'
import type {
  Effects,
  Env,
  Handler,
  HandlerContext,
  HandlerPlugin,
  NewEvent,
} from '#lib/streams/handlers/contract.ts'
import { openLog, type RunLog, type StreamLine } from '#lib/streams/running/log.ts'

/** A step of a pipeline: a kind of handler, and its settings as they were checked. */
export interface Step {
  plugin: HandlerPlugin
  params: Record<string, unknown>
}

/** What came of running a pipeline over a stream. Nothing of it has happened yet. */
export type Outcome = { lines: StreamLine[]; failedCalls: FailedCalls } & (
  | { ok: true; events: readonly StreamEvent[]; effects: Effects }
  | { ok: false; error: string }
)

/** Calls that failed without consequence: the others are made all the same. */
interface FailedCalls {
  commit: number
  rollback: number
}

type Context = Omit<HandlerContext, 'log'>

export const noEffects = (): Effects => ({
  ...{ events: [], metrics: [], errors: [] },
  ...{ notices: [], posts: [], runs: [] },
})

/**
 * Runs handlers over a stream's events, each over what the one before it has answered. When all went well they say what is to happen,
 * and events that were not there before are to be stored; when one fails, all are told. Never throws.
 */
export async function runPipeline(
  steps: readonly Step[],
  events: readonly StreamEvent[],
  context: Context,
): Promise<Outcome> {
  const log = openLog()
  const failedCalls = { commit: 0, rollback: 0 }
  const opened: OpenStep[] = []
  try {
    for (const [at, step] of steps.entries()) opened.push(openStep(at, step, context, log))
    const handled = await inTurn(opened, events, context)
    const effects = noEffects()
    for (const step of opened) if (!commit(step, effects)) failedCalls.commit++
    effects.events.push(...madeBy(handled, events))
    return { ok: true, events: handled, effects, lines: log.lines, failedCalls }
  } catch (error) {
    for (const step of opened) if (!rollBack(step)) failedCalls.rollback++
    return { ok: false, error: reasonOf(error), lines: log.lines, failedCalls }
  }
}

interface OpenStep {
  handler: Handler
  /** Notes a failure; answers it with the place where it happened. */
  failed(cause: unknown, during?: string): Error
}

function openStep(at: number, { plugin, params }: Step, context: Context, log: RunLog): OpenStep {
  const title = `${at + 1}: ${plugin.id}`
  const failed = (cause: unknown, during = '') => {
    const reason = `${during}${reasonOf(cause)}`
    log.add(title, 'error', reason)
    return new Error(`${title}: ${reason}`, { cause })
  }
  try {
    return { failed, handler: plugin.open(params, { ...context, log: log.sayOf(title) }) }
  } catch (error) {
    throw failed(error)
  }
}

async function inTurn(
  steps: readonly OpenStep[],
  given: readonly StreamEvent[],
  { stream, signal }: Context,
): Promise<readonly StreamEvent[]> {
  const env: Env = { stream_id: stream.id, stream_name: stream.trigger }
  let events = given
  for (const { handler, failed } of steps)
    try {
      signal.throwIfAborted()
      events = await unlessAborted(signal, handler.handle(events, env))
    } catch (error) {
      throw failed(error)
    }
  return events
}

/** A step that does not mind the signal is left behind. */
function unlessAborted<T>(signal: AbortSignal, result: Promise<T> | T): Promise<T> | T {
  if (!(result instanceof Promise)) return result
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  return Promise.race([result, aborted]).finally(() => signal.removeEventListener('abort', abort))
}

/** What a failing one has said before it failed is not to happen. */
function commit({ handler, failed }: OpenStep, effects: Effects): boolean {
  const own = noEffects()
  try {
    handler.commit?.(own)
  } catch (error) {
    failed(error, 'commit: ')
    return false
  }
  for (const kind of Object.keys(own) as (keyof Effects)[]) append(effects, own, kind)
  return true
}

function append<K extends keyof Effects>(to: Effects, more: Effects, kind: K): void {
  // A kind's items are of one type, which an index by K does not tell the compiler.
  ;(to[kind] as Effects[K][number][]).push(...more[kind])
}

function rollBack({ handler, failed }: OpenStep): boolean {
  try {
    handler.rollback?.()
    return true
  } catch (error) {
    failed(error, 'rollback: ')
    return false
  }
}

/** Those that were not given. */
function madeBy(handled: readonly StreamEvent[], given: readonly StreamEvent[]): NewEvent[] {
  const known = new Set(given.map(({ uid }) => uid))
  return handled.filter(({ uid }) => !known.has(uid))
}
