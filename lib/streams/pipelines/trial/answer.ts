import type { Reach } from '#lib/access/reach.ts'
import { readEnv } from '#lib/env.ts'
import { UserError } from '#lib/failures.ts'
import type { Sandbox } from '#lib/sandbox/pool.ts'
import type { Occasion } from '#lib/streams/handlers/contract.ts'
import type { Step } from '#lib/streams/pipelines/schema.ts'
import { streamToTry } from '#lib/streams/pipelines/trial/data.ts'
import { type Tried, trial } from '#lib/streams/pipelines/trial/run.ts'
import { factsOf } from '#lib/streams/running/facts.ts'
import { stepsOf } from '#lib/streams/running/steps.ts'

export interface TrialQuestion {
  /** a stream that whoever asks comes at */
  stream: string
  occasion: Occasion
  steps: Step[]
  /** of whoever asks */
  reach: Reach
}

const LIMIT_MS = 60_000

/** What an engine answers to whoever tries a pipeline. */
export async function answerTrial(
  { stream, occasion, steps: written, reach }: TrialQuestion,
  sandbox: Pick<Sandbox, 'run'>,
  ended: AbortSignal,
): Promise<Tried> {
  const { claim, events, groups } = await streamToTry(stream, occasion)
  const steps = stepsOf(written)
  if (typeof steps === 'string') throw new UserError(steps)
  return trial(steps, events, {
    stream: factsOf(claim, readEnv().url),
    reach: bothOf(reach, groups),
    sandbox,
    signal: AbortSignal.any([ended, AbortSignal.timeout(LIMIT_MS)]),
  })
}

/** A script that is tried comes at no more than the project's own, nor than whoever tries it. */
const bothOf = (reach: Reach, groups: readonly string[]): Reach => ({
  all: false,
  groups: groups.filter(group => reach.all || reach.groups.includes(group)),
})
