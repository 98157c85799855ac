import { reasonOf } from '#lib/failures.ts'
import type { Plain, Reach } from '#lib/plugin.ts'
import type { CallRecord, Job } from '#lib/sandbox/contract.ts'
import {
  ANSWER_LIMIT,
  ARGUMENTS_AT_ONCE,
  ARGUMENTS_LIMIT,
  CALL_TEXT_LIMIT,
  CALLS_AT_ONCE,
  CALLS_PER_RUN,
} from '#lib/sandbox/limits.ts'
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
  /** the arguments as they were told */
  text: string
  /** of name and arguments, in characters */
  length: number
}

/** Reads a call as a runner tells it. Throws when it is nothing that a runner of ours would say. */
export function readRequest(number: number, name: string, text: string): Request {
  const dot = name.indexOf('.')
  const length = name.length + text.length
  if (length > ARGUMENTS_LIMIT) throw new Error('a call that is too large')
  const args = JSON.parse(text) as Plain
  if (dot < 1 || !Array.isArray(args)) throw new Error('a call that is none')
  return { number, source: name.slice(0, dot), method: name.slice(dot + 1), args, text, length }
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
  #asked = 0
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

  /** Throws when the script asks more often, or more at once, than its own scope would let it. */
  ask(request: Request) {
    if (++this.#made > CALLS_PER_RUN) throw new Error('more calls than are allowed')
    this.#asked += request.length
    if (this.#asked > ARGUMENTS_AT_ONCE) throw new Error('more arguments than are allowed')
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

  async #ask(request: Request) {
    const { number, source, method, args, length } = request
    this.#active++
    const record = noted(request)
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
      record.result = shortened(text)
    } catch (error) {
      isFailure = true
      text = reasonOf(error)
      record.error = shortened(text)
    }
    record.durationMs = roundedMs(performance.now() - start)
    this.#active--
    this.#asked -= length
    if (this.#isStopped) return
    this.#answer(number, isFailure, text)
    const next = this.#waiting.shift()
    if (next) void this.#ask(next)
  }
}

const noted = ({ source, method, text }: Request): CallRecord => ({
  source: shortened(source),
  method: shortened(method),
  args: shortened(text),
  durationMs: 0,
  bytes: 0,
  result: null,
  error: null,
})

const shortened = (text: string) => cut(clean(text.slice(0, CALL_TEXT_LIMIT + 1)), CALL_TEXT_LIMIT)

export const roundedMs = (ms: number) => Math.round(ms * 10) / 10
