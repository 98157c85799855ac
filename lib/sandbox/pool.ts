import { availableParallelism } from 'node:os'
import type { Log } from '#lib/log.ts'
import type { Broker } from '#lib/sandbox/calls.ts'
import { AttendedClock } from '#lib/sandbox/clock.ts'
import { alreadyCompiled, compileScript } from '#lib/sandbox/compile.ts'
import type { Job, Outcome } from '#lib/sandbox/contract.ts'
import { Fleet } from '#lib/sandbox/fleet.ts'
import { type Ending, unbegun } from '#lib/sandbox/outcome.ts'
import type { Loss, RunnerHandle } from '#lib/sandbox/runner-handle.ts'
import { SupervisedRun } from '#lib/sandbox/supervised-run.ts'

export interface SandboxOptions {
  broker: Broker
  /** runner processes for ordinary runs; default: one per core */
  processes?: number
  log?: Log
}

export interface SandboxStats {
  /** runs that have ended, and those that were ended from outside */
  runs: number
  timeouts: number
  outOfMemory: number
  lost: number
  running: number
  waiting: number
  /** ids of the runner processes, and how many were started so far */
  processes: number[]
  starts: number
}

export interface Sandbox {
  /** Runs a script. Never rejects for what it did; when `signal` aborts it ends as `runner lost`. */
  run(job: Job, signal?: AbortSignal): Promise<Outcome>
  /** the layers of protection that are active on this machine */
  layers(): string[]
  stats(): SandboxStats
  close(): Promise<void>
}

/** How often a run is begun again after its runner died without its fault. */
const LOSSES_LIMIT = 3
/** Runs that have a process to themselves, at the same time. */
const ALONE_AT_ONCE = 4
/** Scripts that killed a runner are remembered, and from then on have one to themselves. */
const OFFENDERS_LIMIT = 200

/** Starts the sandbox; resolves when its runners take runs. */
export async function openSandbox({ broker, processes, log }: SandboxOptions): Promise<Sandbox> {
  const pool = new Pool(broker, processes ?? availableParallelism(), log)
  try {
    await pool.ready
  } catch (error) {
    await pool.close()
    throw error
  }
  return pool
}

class Pool implements Sandbox {
  readonly ready: Promise<void>
  readonly #broker: Broker
  readonly #log: Log | undefined
  readonly #clock = new AttendedClock(() => this.#tick())
  readonly #fleet: Fleet
  /** runs that wait for room, and runs that wait for a process of their own */
  readonly #waiting: SupervisedRun[] = []
  readonly #suspects: SupervisedRun[] = []
  readonly #running = new Map<SupervisedRun, RunnerHandle>()
  readonly #offenders = new Set<string>()
  readonly #ended = { runs: 0, timeouts: 0, outOfMemory: 0, lost: 0 }
  #isClosed = false

  constructor(broker: Broker, processes: number, log: Log | undefined) {
    this.#broker = broker
    this.#log = log
    this.#fleet = new Fleet(processes, () => this.#clock.nowMs, {
      room: () => this.#dispatch(),
      offended: run => this.#remember(run),
      refused: run => this.#again(run, this.#waiting, 'it could not begin'),
      lost: (loss, alone) => this.#lost(loss, alone),
    })
    this.ready = this.#fleet.ready
  }

  async run(job: Job, signal?: AbortSignal): Promise<Outcome> {
    const outcome = await this.#outcomeOf(job, signal)
    this.#ended.runs++
    if (outcome.reason === 'timeout') this.#ended.timeouts++
    if (outcome.reason === 'memory') this.#ended.outOfMemory++
    if (outcome.reason === 'runner lost') this.#ended.lost++
    return outcome
  }

  layers(): string[] {
    return this.#fleet.layers
  }

  stats(): SandboxStats {
    return {
      ...this.#ended,
      running: this.#running.size,
      waiting: this.#waiting.length + this.#suspects.length,
      processes: this.#fleet.pids,
      starts: this.#fleet.starts,
    }
  }

  async close() {
    this.#isClosed = true
    const runs = [...this.#running.keys(), ...this.#waiting.splice(0), ...this.#suspects.splice(0)]
    for (const run of runs) run.end(cancelled)
    this.#clock.stop()
    await this.#fleet.close()
  }

  async #outcomeOf(job: Job, signal: AbortSignal | undefined): Promise<Outcome> {
    const compiled = alreadyCompiled(job.script) ?? (await compileScript(job.script))
    if ('problem' in compiled) return unbegun({ by: 'syntax', ...compiled.problem })
    if (this.#isClosed || signal?.aborted) return unbegun(cancelled)

    const run = new SupervisedRun(job, compiled.code)
    const cancel = () => this.#stop(run, cancelled)
    signal?.addEventListener('abort', cancel)
    if (this.#offenders.has(run.code)) this.#suspects.push(run)
    else this.#waiting.push(run)
    this.#dispatch()
    const outcome = await run.ended
    signal?.removeEventListener('abort', cancel)
    this.#running.delete(run)
    return outcome
  }

  #dispatch() {
    for (let run = this.#waiting[0]; run; run = this.#waiting[0]) {
      const runner = run.isEnded ? undefined : this.#fleet.runnerFor(run)
      if (!runner && !run.isEnded) break
      this.#waiting.shift()
      if (runner) this.#begin(run, runner)
    }
    while (this.#suspects.length > 0 && this.#fleet.aloneCount < ALONE_AT_ONCE && !this.#isClosed) {
      const run = this.#suspects.shift() as SupervisedRun
      if (!run.isEnded) this.#fleet.startAlone(run, runner => this.#beginAlone(run, runner))
    }
  }

  #begin(run: SupervisedRun, runner: RunnerHandle) {
    this.#clock.start()
    this.#running.set(run, runner)
    runner.begin(run, this.#broker)
  }

  /** It may have been cancelled while its process started. */
  #beginAlone(run: SupervisedRun, runner: RunnerHandle) {
    if (run.isEnded) runner.kill()
    else this.#begin(run, runner)
  }

  #stop(run: SupervisedRun, ending: Ending) {
    run.end(ending)
    this.#running.get(run)?.stop(run)
  }

  #tick() {
    if (this.#running.size === 0 && this.#fleet.isIdle) return this.#clock.stop()
    this.#fleet.check(run => this.#stop(run, { by: 'timeout', limitMs: run.job.timeoutMs }))
  }

  #remember(run: SupervisedRun) {
    this.#offenders.add(run.code)
    for (const oldest of this.#offenders) {
      if (this.#offenders.size <= OFFENDERS_LIMIT) break
      this.#offenders.delete(oldest)
    }
  }

  /**
   * Runs that were on a runner when it died are begun again. When it is not known which of them killed it,
   * each gets a runner to itself, and the one that kills that too has shown that it was the one.
   */
  #lost({ runs, isUnexplained, isMemory, how }: Loss, alone: SupervisedRun | undefined) {
    if (runs.length > 0) this.#log?.warn({ how, runs: runs.length }, 'a sandbox process ended')
    for (const run of runs) {
      if (run !== alone || !isUnexplained)
        this.#again(run, isUnexplained ? this.#suspects : this.#waiting, how)
      else {
        this.#remember(run)
        run.end(isMemory ? { by: 'memory' } : lostTo(how))
      }
    }
    if (alone && !runs.includes(alone)) this.#again(alone, this.#suspects, how)
  }

  #again(run: SupervisedRun, queue: SupervisedRun[], how: string) {
    this.#running.delete(run)
    if (run.isEnded) return
    run.interrupt()
    if (++run.losses >= LOSSES_LIMIT) run.end(lostTo(how))
    else queue.unshift(run)
  }
}

const lostTo = (how: string): Ending => ({
  by: 'runner lost',
  message: `The process that ran the script ended (${how})`,
})
const cancelled: Ending = { by: 'runner lost', message: 'The run was cancelled' }
