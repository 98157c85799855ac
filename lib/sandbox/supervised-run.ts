import type { Plain } from '#lib/plugin.ts'
import { type Broker, Calls, readRequest, roundedMs } from '#lib/sandbox/calls.ts'
import type { Job, Outcome } from '#lib/sandbox/contract.ts'
import { type Frame, kinds } from '#lib/sandbox/frames.ts'
import { FRAMES_PER_RUN, OUTPUT_LIMIT, RECORDS_PER_RUN } from '#lib/sandbox/limits.ts'
import { type Ending, outcomeOf, readEnd, readRecorded, readStepEnd } from '#lib/sandbox/outcome.ts'
import { noOutput } from '#lib/sandbox/output.ts'

/** A run as the engine sees it: what came of it so far, and how it ended. */
export class SupervisedRun {
  readonly job: Job
  readonly code: string
  /** number of the run in its current runner */
  number = 0
  /** by the attended clock */
  deadlineMs = 0
  /** how often a runner died under it */
  losses = 0
  readonly ended: Promise<Outcome>
  readonly #resolve: (outcome: Outcome) => void
  #output = noOutput()
  #recorded = new Map<string, Plain>()
  #records = 0
  #frames = 0
  #calls: Calls | undefined
  #startedAt = new Date()
  #start = performance.now()
  #isEnded = false

  constructor(job: Job, code: string) {
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    this.job = job
    this.code = code
    this.ended = promise
    this.#resolve = resolve
  }

  get isEnded(): boolean {
    return this.#isEnded
  }

  /** Begins, or begins anew on another runner: nothing of an earlier attempt is kept. */
  begin(number: number, nowMs: () => number, broker: Broker, send: (frame: Frame) => void) {
    this.number = number
    this.deadlineMs = nowMs() + this.job.timeoutMs
    this.#output = noOutput()
    this.#recorded = new Map()
    this.#records = 0
    this.#frames = 0
    this.#startedAt = new Date()
    this.#start = performance.now()
    this.#calls = new Calls(
      broker,
      this.job,
      () => Math.max(1, Math.round(this.deadlineMs - nowMs())),
      (call, isFailure, text) =>
        send({
          kind: isFailure ? kinds.failure : kinds.answer,
          run: number,
          number: call,
          name: '',
          text,
        }),
    )
  }

  /** Takes what the runner tells of it. Throws when no runner of ours would tell that. */
  take({ kind, number, name, text }: Frame) {
    this.count()
    switch (kind) {
      case kinds.call:
        return this.#calls?.ask(readRequest(number, name, text))
      case kinds.output:
        this.#output.head += text
        this.#output.written += text.length
        if (this.#output.head.length > OUTPUT_LIMIT) throw new Error('more output than is kept')
        return
      case kinds.tail:
        if (text.length > OUTPUT_LIMIT) throw new Error('more output than is kept')
        this.#output.tail = text
        this.#output.written = number
        return
      case kinds.record:
        if (++this.#records > RECORDS_PER_RUN) throw new Error('more records than are allowed')
        this.#recorded.set(name, readRecorded(name, text))
        return
      case kinds.done:
        return this.end({ by: 'script', ...this.#readEnd(text) })
      default:
        throw new Error(`a frame of kind ${kind} about a run`)
    }
  }

  #readEnd(text: string) {
    return this.job.step ? readStepEnd(text) : { end: readEnd(text) }
  }

  /** Something was told about it, be it taken or not. Throws when it is more than there is to tell. */
  count() {
    if (++this.#frames > FRAMES_PER_RUN) throw new Error('more than there is to tell')
  }

  /** Stops what it waits for, without an outcome: it will begin anew. */
  interrupt() {
    this.#calls?.stop()
  }

  /** Only the first end counts. */
  end(ending: Ending) {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#calls?.stop()
    this.#resolve(
      outcomeOf(ending, {
        output: this.#output,
        recorded: this.#recorded,
        calls: this.#calls?.records ?? [],
        startedAt: this.#startedAt,
        durationMs: roundedMs(performance.now() - this.#start),
      }),
    )
  }
}
