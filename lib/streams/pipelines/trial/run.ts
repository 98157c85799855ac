import type { StreamEvent } from '#lib/streams/event.ts'
import type { Effects, Handler, HandlerContext } from '#lib/streams/handlers/contract.ts'
import { noEffects, runPipeline, type Step } from '#lib/streams/running/pipeline.ts'

/** Of each list that a trial answers. */
const SHOWN = 20

/** What one step of a pipeline came to when it was tried. */
export interface TriedStep {
  name: string
  /** `skipped`: one before it has failed */
  outcome: 'done' | 'failed' | 'skipped'
  durationMs: number
  /** how many events came to it */
  taken: number
  /** how many it gave on */
  given: number
  /** the first events that it added */
  added: StreamEvent[]
  /** the first events that it kept back */
  dropped: StreamEvent[]
  log: { level: string; message: string }[]
  /** the first of what it would bring about of each kind; nothing when a step has failed */
  effects: Effects
  /** and how much that is in all, without kinds of which there is nothing */
  counts: Partial<Record<keyof Effects, number>>
}

export interface Tried {
  /** why it failed; null when all went well */
  error: string | null
  steps: TriedStep[]
}

/** Runs a pipeline as an engine does, and writes nothing: what each step does and would bring about is answered. */
export async function trial(
  steps: readonly Step[],
  events: readonly StreamEvent[],
  context: Omit<HandlerContext, 'log'>,
): Promise<Tried> {
  const tried = steps.map(({ plugin }) => blank(plugin.id))
  const watched = steps.map((step, at) => watch(step, tried[at] ?? blank('')))
  const outcome = await runPipeline(watched, events, context)
  return { error: outcome.ok ? null : outcome.error, steps: tried.map(shown) }
}

/** The same step, which leaves what it does in `seen`. */
function watch({ plugin, params }: Step, seen: TriedStep): Step {
  return {
    params,
    plugin: {
      ...plugin,
      open(settings, context) {
        const log: HandlerContext['log'] = (level, message) => {
          seen.log.push({ level, message })
          context.log(level, message)
        }
        seen.outcome = 'failed'
        const handler = plugin.open(settings, { ...context, log })
        seen.outcome = 'skipped'
        return watchHandler(handler, seen)
      },
    },
  }
}

function watchHandler(handler: Handler, seen: TriedStep): Handler {
  return {
    async handle(events, env) {
      const started = performance.now()
      Object.assign(seen, { outcome: 'failed', taken: events.length })
      try {
        const given = await handler.handle(events, env)
        Object.assign(seen, { outcome: 'done', given: given.length, ...compared(events, given) })
        return given
      } finally {
        seen.durationMs = Math.round(performance.now() - started)
      }
    },
    commit: () => handler.commit?.(seen.effects),
    rollback: () => handler.rollback?.(),
  }
}

function compared(before: readonly StreamEvent[], after: readonly StreamEvent[]) {
  const [came, went] = [uidsOf(before), uidsOf(after)]
  return {
    added: after.filter(({ uid }) => !came.has(uid)),
    dropped: before.filter(({ uid }) => !went.has(uid)),
  }
}

/** A stream may have a hundred thousand events; somebody reads this. */
function shown(step: TriedStep): TriedStep {
  const effects = Object.entries(step.effects) as [keyof Effects, unknown[]][]
  const first = <T>(list: T[]) => list.slice(0, SHOWN)
  return {
    ...{ ...step, added: first(step.added), dropped: first(step.dropped), log: first(step.log) },
    effects: Object.fromEntries(effects.map(([kind, list]) => [kind, first(list)])) as never,
    counts: Object.fromEntries(
      effects.filter(([, { length }]) => length > 0).map(([kind, list]) => [kind, list.length]),
    ),
  }
}

const uidsOf = (events: readonly StreamEvent[]) => new Set(events.map(({ uid }) => uid))

const blank = (name: string): TriedStep => ({
  ...{ name, outcome: 'skipped', durationMs: 0, taken: 0, given: 0 },
  ...{ added: [], dropped: [], log: [], effects: noEffects(), counts: {} },
})
