import { setTimeout as delay } from 'node:timers/promises'
import pLimit from 'p-limit'
import type { Pool } from 'pg'
import { reachOfMonitor } from '#lib/access/reach.ts'
import { log } from '#lib/log.ts'
import type { ProjectOf } from '#lib/streams/effects/open.ts'
import type { StreamEvent } from '#lib/streams/event.ts'
import type { HandlerContext } from '#lib/streams/handlers/contract.ts'
import type { Claim } from '#lib/streams/running/claim.ts'
import type { Finished } from '#lib/streams/running/end.ts'
import { factsOf } from '#lib/streams/running/facts.ts'
import { loadEvents } from '#lib/streams/running/load.ts'
import { lineOf } from '#lib/streams/running/log.ts'
import { type Outcome, runPipeline } from '#lib/streams/running/pipeline.ts'
import { loadSteps, nameOf, type Steps } from '#lib/streams/running/steps.ts'

/** All steps of a pipeline together; a script has a shorter limit of its own. */
const PIPELINE_MS = 60_000
/** Of a claim, whose scripts are to be in the sandbox side by side. */
const PIPELINES_AT_ONCE = 50
/** While the database is away. */
const AGAIN_MS = 1_000

interface Means {
  pool: Pool
  sandbox: HandlerContext['sandbox']
  projectOf: ProjectOf
  url: string
  /** the engine stops: what is not finished then is not to be */
  signal: AbortSignal
}

/** Runs the pipelines of streams that were claimed together; each is handed on as it finishes. Resolves when all are, or it was aborted. */
export async function carryOut(
  claims: readonly Claim[],
  means: Means,
  finish: (finished: Finished) => void,
): Promise<void> {
  if (claims.length === 0) return
  const { steps, events } = (await loadPatiently(claims, means)) ?? {}
  if (!steps || !events) return
  const limit = pLimit(PIPELINES_AT_ONCE)
  await limit.map(claims, async claim => {
    const finished = await run(claim, events.get(claim.id) ?? [], stepsOf(claim, steps), means)
    if (!means.signal.aborted) finish(finished)
  })
}

/** Null when it was aborted. */
async function loadPatiently(claims: readonly Claim[], { pool, signal }: Means) {
  while (!signal.aborted)
    try {
      return { steps: await loadSteps(pool, claims), events: await loadEvents(pool, claims) }
    } catch (error) {
      log.warn({ err: error }, `the events of ${claims.length} streams are read again`)
      await delay(AGAIN_MS, undefined, { signal }).catch(() => {})
    }
  return null
}

/** Without a pipeline there is nothing to be done. */
const stepsOf = (claim: Claim, steps: ReadonlyMap<string, Steps>): Steps =>
  claim.pipeline === null ? [] : (steps.get(nameOf(claim)) ?? [])

async function run(
  claim: Claim,
  events: readonly StreamEvent[],
  steps: Steps,
  means: Means,
): Promise<Finished> {
  const stream = factsOf(claim, means.url)
  if (typeof steps === 'string') return { claim, stream, outcome: notRun(steps), isUnknown: true }
  const groups = means.projectOf(claim.projectId)?.groups ?? []
  const context = { stream, sandbox: means.sandbox, reach: reachOfMonitor(groups) }
  const outcome = await inTime(means.signal, signal =>
    runPipeline(steps, events, { ...context, signal }),
  )
  return {
    claim,
    stream,
    outcome: steps.length > 0 ? withMissing(outcome, claim, events) : outcome,
  }
}

/** The signal aborts when the engine stops, or the time of the pipeline is over. */
function inTime(stopping: AbortSignal, work: (signal: AbortSignal) => Promise<Outcome>) {
  const end = new AbortController()
  // `AbortSignal.any` would take longer than most pipelines.
  const stop = () => end.abort(stopping.reason)
  if (stopping.aborted) stop()
  stopping.addEventListener('abort', stop, { once: true })
  const timer = setTimeout(() => end.abort(overdue()), PIPELINE_MS)
  return work(end.signal).finally(() => {
    clearTimeout(timer)
    stopping.removeEventListener('abort', stop)
  })
}

const overdue = () => new Error(`the pipeline took longer than ${PIPELINE_MS / 1000} s`)

const notRun = (error: string): Outcome => ({
  ...{ ok: false, error, failedCalls: { commit: 0, rollback: 0 } },
  lines: [lineOf(null, 'error', error)],
})

/** The outcome, which says so when it was not about all events. */
function withMissing(outcome: Outcome, claim: Claim, events: readonly StreamEvent[]): Outcome {
  const missing = claim.events - events.length
  if (missing <= 0) return outcome
  const told = `${missing} of its ${claim.events} events were not handed to the pipeline: they are not kept any more, or too many.`
  return { ...outcome, lines: [lineOf(null, 'warn', told), ...outcome.lines] }
}
