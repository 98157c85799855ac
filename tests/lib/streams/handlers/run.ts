import type { z } from 'zod'
import type { Outcome } from '#lib/sandbox/contract.ts'
import type { StreamEvent } from '#lib/streams/event.ts'
import type {
  Env,
  HandlerContext,
  HandlerPlugin,
  StreamFacts,
} from '#lib/streams/handlers/contract.ts'
import { noEffects } from '#lib/streams/running/pipeline.ts'
import { microsOf } from '#lib/streams/timex/iso.ts'

const noon = microsOf('2014-08-01T12:00:00') ?? 0

export const facts: StreamFacts = {
  ...{ id: '7', projectId: 1, trigger: 'orders', triggerId: 3, occasion: 'fire', depth: 0 },
  ...{ traits: { order: 17 }, firstEvent: noon, lastEvent: noon + 1 },
  url: 'https://belfry.example.com/streams/7',
}

/** What a handler does with some events: what goes on, what it is to bring about, what it says. */
export async function runHandler<S extends z.ZodObject>(
  plugin: HandlerPlugin<S>,
  params: z.input<S>,
  events: readonly StreamEvent[],
  rest: Partial<HandlerContext> & { env?: Env } = {},
) {
  const lines: string[] = []
  const { env = {}, ...context } = rest
  const handler = plugin.open(plugin.params.parse(params) as z.output<S>, {
    stream: facts,
    sandbox: { run: () => Promise.reject(new Error('no script was expected')) },
    reach: { all: false, groups: [] },
    signal: new AbortController().signal,
    log: (level, message) => void lines.push(`${level}: ${message}`),
    ...context,
  })
  const going = await handler.handle(events, env)
  const effects = noEffects()
  handler.commit?.(effects)
  return { going, effects, lines, env }
}

/** A sandbox whose scripts come to this; it notes what it was to run. */
export function fakeSandbox(outcome: Partial<Outcome>) {
  const jobs: unknown[] = []
  return {
    jobs,
    async run(job: unknown): Promise<Outcome> {
      jobs.push(job)
      return {
        ...{ state: 'OK', reason: null, value: null, series: {}, message: 'Monitor Passed' },
        ...{ output: '', calls: [], startedAt: new Date(), durationMs: 1, line: null },
        ...outcome,
      }
    },
  }
}
