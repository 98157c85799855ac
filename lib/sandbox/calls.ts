import { reasonOf } from '#lib/failures.ts'
import type { Plain, Reach } from '#lib/plugin.ts'
import type { CallRecord, Job } from '#lib/sandbox/contract.ts'
import { ANSWER_LIMIT, CALL_TEXT_LIMIT, CALLS_AT_ONCE, CALLS_PER_RUN } from '#lib/sandbox/limits.ts'
import { clean, cut } from '#lib/sandbox/text.ts'

/** What the sandbox needs of the broker, which holds the credentials and the rights. */
export interface Broker {
  call(call: {
    source: string
    method: string
    args: unknown[]
    allowed: string[] | null
    reach: Reach
    signal: AbortSignal
    timeoutMs: number
  }): Promise<Plain>
}

export interface Request {
  number: number
  source: string
  method: string
  args: Plain[]
}

/** Reads a call as a runner tells it. Throws when it is nothing that a runner of ours would say. */
export function readRequest(number: number, name: string, text: string): Request {
  const dot = name.indexOf('.')
  const args = JSON.parse(text) as Plain
  if (dot < 1 || !Array.isArray(args)) throw new Error('a call that is none')
  return { number, source: name.slice(0, dot), method: name.slice(dot + 1), args }
}

const ENDED = new Error('the run has ended')

/** The source calls of one run: asks the broker, a few at a time, and keeps a record of each. */
export class Calls {
  readonly records: CallRecord[] = []
  readonly #broker: Broker
  readonly #rights: Pick<Job, 'sources' | 'reach'>
  readonly #answer: (number: number, isFailure: boolean, text: string) => void
  readonly #timeLeftMs: () => number
  readonly #waiting: Request[] = []
  #made = 0
  #active = 0
  #isStopped = false
  readonly #stopping = new AbortController()

  constructor(
    broker: Broker,
    rights: Pick<Job, 'sources' | 'reach'>,
    timeLeftMs: () => number,
    answer: (number: number, isFailure: boolean, text: string) => void,
  ) {
    this.#broker = broker
    this.#rights = rights
    this.#timeLeftMs = timeLeftMs
    this.#answer = answer
  }

  /** Throws when the script asks more often than its own scope would let it. */
  ask(request: Request) {
    if (++this.#made > CALLS_PER_RUN) throw new Error('more calls than are allowed')
    if (this.#active < CALLS_AT_ONCE) void this.#ask(request)
    else this.#waiting.push(request)
  }

  /** Ends what is under way; nothing is answered any more. */
  stop() {
    this.#waiting.length = 0
    this.#isStopped = true
    // Most runs end with no call under way, and an abort costs more than the rest of an end.
    if (this.#active > 0) this.#stopping.abort(ENDED)
  }

  async #ask({ number, source, method, args }: Request) {
    this.#active++
    const record = noted(source, method, args)
    this.records.push(record)
    const start = performance.now()
    let isFailure = false
    let text: string
    try {
      const answer = await this.#broker.call({
        source,
        method,
        // JSON has no undefined; an argument that is left out is told as null.
        args: args.map(argument => argument ?? undefined),
        allowed: this.#rights.sources,
        reach: this.#rights.reach,
        signal: this.#stopping.signal,
        timeoutMs: this.#timeLeftMs(),
      })
      text = JSON.stringify(answer ?? null)
      record.bytes = Buffer.byteLength(text)
      if (record.bytes > ANSWER_LIMIT)
        throw new Error(`the answer of ${source}.${method} is too large`)
      record.result = cut(clean(text.slice(0, CALL_TEXT_LIMIT + 1)), CALL_TEXT_LIMIT)
    } catch (error) {
      isFailure = true
      text = reasonOf(error)
      record.error = cut(clean(text), CALL_TEXT_LIMIT)
    }
    record.durationMs = roundedMs(performance.now() - start)
    this.#active--
    if (this.#isStopped) return
    this.#answer(number, isFailure, text)
    const next = this.#waiting.shift()
    if (next) void this.#ask(next)
  }
}

const noted = (source: string, method: string, args: Plain[]): CallRecord => ({
  source: cut(clean(source), CALL_TEXT_LIMIT),
  method: cut(clean(method), CALL_TEXT_LIMIT),
  args: cut(clean(JSON.stringify(args)), CALL_TEXT_LIMIT),
  durationMs: 0,
  bytes: 0,
  result: null,
  error: null,
})

export const roundedMs = (ms: number) => Math.round(ms * 10) / 10
