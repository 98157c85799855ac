import { reasonOf } from '#lib/failures.ts'
import type { Broker } from '#lib/sandbox/calls.ts'
import { type Frame, kinds } from '#lib/sandbox/frames.ts'
import { factsOf, ownerOf } from '#lib/sandbox/inputs.ts'
import {
  END_LIMIT_MS,
  RUNNER_MEMORY_BYTES,
  RUNS_PER_PROCESS,
  RUNS_PER_RUNNER,
  START_LIMIT_MS,
} from '#lib/sandbox/limits.ts'
import { type Link, openLink } from '#lib/sandbox/link.ts'
import type { Ending } from '#lib/sandbox/outcome.ts'
import { residentBytes, seenLayers, standBack } from '#lib/sandbox/process.ts'
import { type RunnerProcess, spawnRunner } from '#lib/sandbox/spawn.ts'
import type { SupervisedRun } from '#lib/sandbox/supervised-run.ts'

/** How a runner ended, and what that says about the runs that were on it. */
export interface Loss {
  runs: SupervisedRun[]
  /** one of the runs may have killed it, and which one is not known */
  isUnexplained: boolean
  /** it looked like V8 giving up for want of memory */
  isMemory: boolean
  wasReady: boolean
  how: string
}

export interface RunnerEvents {
  ready(runner: RunnerHandle): void
  /** a run left it: there is room */
  free(runner: RunnerHandle): void
  /** it is in doubt and shall be replaced once its other runs have ended */
  doubtful(runner: RunnerHandle): void
  /** this run made it necessary to kill it */
  offended(run: SupervisedRun): void
  /** it could not even begin this run, through no fault of the script */
  refused(run: SupervisedRun): void
  lost(runner: RunnerHandle, loss: Loss): void
}

/** One runner process as the engine holds it. */
export class RunnerHandle {
  layers: string[] | undefined
  /** takes no further runs */
  isRetired = false
  readonly #running = new Map<number, SupervisedRun>()
  /** runs that were told to end, and until when that must be confirmed */
  readonly #ending = new Map<number, { run: SupervisedRun; limitMs: number }>()
  readonly #child: RunnerProcess
  readonly #link: Link
  readonly #events: RunnerEvents
  readonly #nowMs: () => number
  readonly #starting: NodeJS.Timeout
  #isLost = false
  #lastNumber = 0
  #isExplained = false
  #isOverMemory = false

  constructor(nowMs: () => number, events: RunnerEvents, spawn = spawnRunner) {
    this.#nowMs = nowMs
    this.#events = events
    this.#child = spawn()
    const { process, socket } = this.#child
    const take = (frame: Frame) => this.#take(frame)
    this.#link = openLink(socket, take, () => process.kill('SIGKILL'))
    this.#starting = setTimeout(() => this.kill(), START_LIMIT_MS)
    process.once('exit', (code, signal) => this.#lost(String(signal ?? code)))
    process.once('error', error => this.#lost(error.message))
    standBack(process.pid)
  }

  get pid(): number | undefined {
    return this.#child.process.pid
  }

  get load(): number {
    return this.#running.size + this.#ending.size
  }

  get hasRoom(): boolean {
    return this.layers !== undefined && !this.isRetired && this.load < RUNS_PER_RUNNER
  }

  get isWornOut(): boolean {
    return this.#lastNumber >= RUNS_PER_PROCESS
  }

  begin(run: SupervisedRun, broker: Broker) {
    const number = ++this.#lastNumber
    this.#running.set(number, run)
    const send = (frame: Frame) => {
      if (this.#running.has(number)) this.#link.send(frame)
    }
    run.begin(number, this.#nowMs, broker, send)
    send({
      kind: kinds.run,
      run: number,
      number: ownerOf(run.job),
      name: run.code,
      text: factsOf(run.job),
    })
  }

  /** Has a run stopped. The runner has to confirm it soon. */
  stop(run: SupervisedRun) {
    if (this.#running.get(run.number) !== run) return
    this.#running.delete(run.number)
    this.#ending.set(run.number, { run, limitMs: this.#nowMs() + END_LIMIT_MS })
    this.#link.send({ kind: kinds.end, run: run.number, number: 0, name: '', text: '' })
  }

  /** The runs whose time is over. Kills the process when it did not confirm an end in time. */
  overdue(): SupervisedRun[] {
    const now = this.#nowMs()
    for (const { run, limitMs } of this.#ending.values()) if (now > limitMs) this.#killFor(run)
    return [...this.#running.values()].filter(run => now > run.deadlineMs)
  }

  /** Kills it when all its isolates together outgrew what they may use. */
  checkMemory(limitBytes = RUNNER_MEMORY_BYTES) {
    if (residentBytes(this.pid) <= limitBytes) return
    this.#isOverMemory = true
    this.#child.process.kill('SIGKILL')
  }

  /** Ends it at once, for a known reason: the runs on it are not to blame. */
  kill() {
    this.#isExplained = true
    this.#child.process.kill('SIGKILL')
  }

  #killFor(run: SupervisedRun) {
    this.#events.offended(run)
    this.kill()
  }

  #take(frame: Frame) {
    if (frame.kind === kinds.ready) return this.#ready(frame.text)
    const run = this.#running.get(frame.run)
    if (frame.kind === kinds.gone) this.#gone(frame, run)
    else if (run) this.#takeFor(run, frame)
    else this.#takeLate(frame)
  }

  /** It did something more, or came to its end by itself, just before it was told to end. */
  #takeLate({ run: number, kind }: Frame) {
    const ending = this.#ending.get(number)
    if (!ending) throw new Error('a run that is none of its own')
    ending.run.count()
    if (kind === kinds.done) this.#left(number)
  }

  #ready(layers: string) {
    if (this.layers) throw new Error('ready twice')
    clearTimeout(this.#starting)
    this.layers = [...layers.split('\n'), ...seenLayers(this.pid)]
    this.#events.ready(this)
  }

  #takeFor(run: SupervisedRun, frame: Frame) {
    try {
      run.take(frame)
    } catch (error) {
      run.end({ by: 'runner lost', message: `The script's process told ${reasonOf(error)}` })
      this.#killFor(run)
    }
    if (run.isEnded) this.#left(frame.run)
  }

  #left(number: number) {
    this.#running.delete(number)
    this.#ending.delete(number)
    this.#events.free(this)
  }

  #gone({ run: number, name, text }: Frame, run: SupervisedRun | undefined) {
    if (!run && !this.#ending.has(number)) throw new Error('a run that is none of its own')
    if (name === 'memory' || name === 'fatal') run?.end({ by: 'memory' })
    else if (name === 'syntax') run?.end(syntaxEnding(text))
    else if (run) this.#events.refused(run)
    if (name === 'fatal' && run) this.#killFor(run)
    this.#left(number)
    if (name !== 'ended' && name !== 'syntax') this.#events.doubtful(this)
  }

  #lost(how: string) {
    if (this.#isLost) return
    this.#isLost = true
    clearTimeout(this.#starting)
    const runs = [...this.#running.values()]
    this.#running.clear()
    this.isRetired = true
    for (const run of runs) run.interrupt()
    this.#events.lost(this, {
      runs,
      isUnexplained: !this.#isExplained,
      isMemory: this.#isOverMemory || /SIG(ABRT|TRAP|ILL)/.test(how),
      wasReady: this.layers !== undefined,
      how,
    })
  }
}

/** A SyntaxError that only V8 found; it names the place at the end. */
function syntaxEnding(text: string): Ending {
  const [, message = text, line] = /^(.*) \[monitor\.ts:(\d+):\d+\]$/.exec(text) ?? []
  return { by: 'syntax', message, line: line ? Number(line) : null }
}
