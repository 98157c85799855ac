import { availableParallelism } from 'node:os'
import type { Log } from '#lib/log.ts'
import type { Broker } from '#lib/sandbox/calls.ts'
import { AttendedClock } from '#lib/sandbox/clock.ts'
import { alreadyCompiled, compileScript, compileStep } from '#lib/sandbox/compile.ts'
import type { Job, Outcome } from '#lib/sandbox/contract.ts'
import { Fleet } from '#lib/sandbox/fleet.ts'
import { type Ending, unbegun } from '#lib/sandbox/outcome.ts'
import type { Loss, RunnerHandle } from '#lib/sandbox/runner-handle.ts'
import { SupervisedRun } from '#lib/sandbox/supervised-run.ts'
import { Suspects } from '#lib/sandbox/suspects.ts'

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
  readonly #suspects = new Suspects()
  readonly #running = new Map<SupervisedRun, RunnerHandle>()
  readonly #ended = { runs: 0, timeouts: 0, outOfMemory: 0, lost: 0 }
  #isClosed = false

  constructor(broker: Broker, processes: number, log: Log | undefined) {
    this.#broker = broker
    this.#log = log
    this.#fleet = new Fleet(processes, () => this.#clock.nowMs, {
      room: () => this.#dispatch(),
      offended: run => this.#suspects.remember(run),
      refused: run => this.#again(run, 'it could not begin'),
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
      waiting: this.#waiting.length + this.#suspects.size,
      processes: this.#fleet.pids,
      starts: this.#fleet.starts,
    }
  }

  async close() {
    this.#isClosed = true
    const runs = [...this.#running.keys(), ...this.#waiting.splice(0), ...this.#suspects.clear()]
    for (const run of runs) run.end(cancelled)
    this.#clock.stop()
    await this.#fleet.close()
  }

  async #outcomeOf(job: Job, signal: AbortSignal | undefined): Promise<Outcome> {
    const compiled = job.step
      ? (alreadyCompiled(job.script, 'step') ?? (await compileStep(job.script)))
      : (alreadyCompiled(job.script) ?? (await compileScript(job.script)))
    if ('problem' in compiled) return unbegun({ by: 'syntax', ...compiled.problem })
    if (this.#isClosed || signal?.aborted) return unbegun(cancelled)

    const run = new SupervisedRun(job, compiled.code)
    const cancel = () => this.#stop(run, cancelled)
    signal?.addEventListener('abort', cancel)
    if (this.#suspects.isOffender(run)) this.#suspects.add(run)
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
    if (!this.#isClosed) this.#dispatchAlone()
  }

  #dispatchAlone() {
    for (;;) {
      const run = this.#suspects.next(this.#fleet.alone)
      if (!run) return
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

  /**
   * Runs that were on a runner when it died are begun again. When it is not known which of them killed it,
   * each gets a runner to itself, and the one that kills that too has shown that it was the one.
   */
  #lost({ runs, isUnexplained, isMemory, how }: Loss, alone: SupervisedRun | undefined) {
    if (runs.length > 0) this.#log?.warn({ how, runs: runs.length }, 'a sandbox process ended')
    for (const run of runs) {
      if (run !== alone || !isUnexplained) this.#again(run, how, isUnexplained)
      else {
        this.#suspects.remember(run)
        run.end(isMemory ? { by: 'memory' } : lostTo(how))
      }
    }
    if (alone && !runs.includes(alone)) this.#again(alone, how, true)
  }

  /** Whoever was lost with others twice is not lost with others again. */
  #again(run: SupervisedRun, how: string, isSuspect = false) {
    this.#running.delete(run)
    if (run.isEnded) return
    run.interrupt()
    if (++run.losses >= LOSSES_LIMIT) run.end(lostTo(how))
    else if (isSuspect || run.losses > 1) this.#suspects.add(run)
    else this.#waiting.unshift(run)
  }
}

const lostTo = (how: string): Ending => ({
  by: 'runner lost',
  message: `The process that ran the script ended (${how})`,
})
const cancelled: Ending = { by: 'runner lost', message: 'The run was cancelled' }
