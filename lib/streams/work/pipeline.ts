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
import { openLog, type StreamLine } from '#lib/streams/work/log.ts'

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
    for (const [at, step] of steps.entries()) opened.push(openStep(at, step, context, log.of))
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
  /** for people: `2: filter` */
  title: string
  handler: Handler
  log: HandlerContext['log']
}

function openStep(
  at: number,
  { plugin, params }: Step,
  context: Context,
  logOf: (handler: string) => HandlerContext['log'],
): OpenStep {
  const title = `${at + 1}: ${plugin.id}`
  const log = logOf(title)
  try {
    return { title, log, handler: plugin.open(params, { ...context, log }) }
  } catch (error) {
    throw failed(title, log, error)
  }
}

async function inTurn(
  steps: readonly OpenStep[],
  given: readonly StreamEvent[],
  { stream, signal }: Context,
): Promise<readonly StreamEvent[]> {
  const env: Env = { stream_id: stream.id, stream_name: stream.trigger }
  let events = given
  for (const { title, handler, log } of steps)
    try {
      signal.throwIfAborted()
      events = await unlessAborted(signal, handler.handle(events, env))
    } catch (error) {
      throw failed(title, log, error)
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

function failed(title: string, log: HandlerContext['log'], cause: unknown): Error {
  const reason = reasonOf(cause)
  log('error', reason)
  return new Error(`${title}: ${reason}`, { cause })
}

function commit({ handler, log }: OpenStep, effects: Effects): boolean {
  return isDone('commit', log, () => handler.commit?.(effects))
}

function rollBack({ handler, log }: OpenStep): boolean {
  return isDone('rollback', log, () => handler.rollback?.())
}

function isDone(what: string, log: HandlerContext['log'], call: () => void): boolean {
  try {
    call()
    return true
  } catch (error) {
    log('error', `${what}: ${reasonOf(error)}`)
    return false
  }
}

/** Those that were not given. */
function madeBy(handled: readonly StreamEvent[], given: readonly StreamEvent[]): NewEvent[] {
  const known = new Set(given.map(({ uid }) => uid))
  return handled.filter(({ uid }) => !known.has(uid))
}
