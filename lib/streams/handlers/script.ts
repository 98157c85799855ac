import { z } from 'zod'
import { compileStep } from '#lib/sandbox/compile.ts'
import type { Job, Outcome, StepResult } from '#lib/sandbox/contract.ts'
import { SCRIPT_LIMIT, STREAM_LIMIT } from '#lib/sandbox/limits.ts'
import type { StreamEvent } from '#lib/streams/event.ts'
import { defineHandler, type Env, type HandlerContext } from '#lib/streams/handlers/contract.ts'
import { eventsOfStep } from '#lib/streams/handlers/script-result.ts'
import { toldEvent, toldStream } from '#lib/streams/told.ts'

const TIMEOUT_MS = { least: 100, most: 60_000, usual: 10_000 }

export const script = defineHandler({
  id: 'script',
  label: 'Script',
  description:
    'Runs TypeScript over the events, in the sandbox of monitors; it may drop, change and add some.',
  params: z.strictObject({
    script: z.string().min(1).max(SCRIPT_LIMIT).meta({
      title: 'Script',
      description:
        'Sees events, stream, env and sources; what it returns goes on, without a return all of them.',
      placeholder: "return events.filter(event => event.type === 'order.paid')",
      multiline: true,
    }),
    timeoutMs: z
      .int()
      .min(TIMEOUT_MS.least)
      .max(TIMEOUT_MS.most)
      .default(TIMEOUT_MS.usual)
      .meta({ title: 'Time limit in ms' }),
  }),

  async mistakes({ script }) {
    const compiled = await compileStep(script)
    if (!('problem' in compiled)) return []
    const { line, column, message } = compiled.problem
    const place =
      line === null ? '' : `line ${line}${column === null ? '' : `, column ${column}`}: `
    return [{ path: ['script'], message: `${place}${message}` }]
  },

  open: ({ script, timeoutMs }, context) => ({
    async handle(events, env) {
      const outcome = await context.sandbox.run(
        jobOf(script, timeoutMs, events, env, context),
        context.signal,
      )
      for (const line of outcome.output.split('\n')) if (line.trim()) context.log('info', line)
      const result = resultOf(outcome)
      keepEnv(env, result)
      return eventsOfStep(result.events, events, { script, ...context })
    },
  }),
})

function jobOf(
  script: string,
  timeoutMs: number,
  events: readonly StreamEvent[],
  env: Env,
  { stream, reach }: HandlerContext,
): Job {
  const step = { events: events.map(toldEvent), env }
  const length = JSON.stringify(step).length
  if (length > STREAM_LIMIT)
    throw new Error(
      `${events.length} events are more than a script can be given: ${length} characters of JSON, at most ${STREAM_LIMIT}`,
    )
  return {
    script,
    monitor: { id: null, name: stream.trigger, tags: [] },
    now: new Date(),
    previous: { state: 'INACTIVE', value: null, at: null },
    stream: toldStream(stream),
    step,
    timeoutMs,
    sources: null,
    reach,
  }
}

/** Throws why the script failed: so does the pipeline. */
function resultOf({ state, message, line, result }: Outcome): StepResult {
  if (state === 'OK' && result) return result
  throw new Error(line === null ? message : `line ${line}: ${message}`)
}

/** What the script set in its `env` is there for the handlers after it. */
function keepEnv(env: Env, result: StepResult): void {
  if (typeof result.env !== 'object' || result.env === null || Array.isArray(result.env)) return
  for (const [name, value] of Object.entries(result.env))
    if (name !== '__proto__') env[name] = value
}
