import { RETIRE_LIMIT_MS } from '#lib/sandbox/limits.ts'
import { type Loss, RunnerHandle } from '#lib/sandbox/runner-handle.ts'
import type { SupervisedRun } from '#lib/sandbox/supervised-run.ts'

/** A runner that dies at once again is started again after a growing wait. */
const RESTART_MS = { least: 100, most: 10_000 }
/** So many runs more than another a runner may hold before a monitor goes to the other. */
const USUAL_LEAD = 4
/** Memory can grow by several GB a second; a look costs 20 µs. */
const MEMORY_CHECK_MS = 100

export interface FleetEvents {
  /** there may be room for a run */
  room(): void
  offended(run: SupervisedRun): void
  refused(run: SupervisedRun): void
  /** a runner is gone; `alone` when it held one run only, on purpose */
  lost(loss: Loss, alone: SupervisedRun | undefined): void
}

/**
 * The runner processes: so many for ordinary runs, and one each for runs that have to be alone.
 * A doubtful or worn out runner is replaced at once and finishes what it holds.
 */
export class Fleet {
  starts = 0
  /** resolves when all are ready for the first time; rejects when they cannot start */
  readonly ready: Promise<void>
  readonly #opening = Promise.withResolvers<void>()
  readonly #size: number
  readonly #nowMs: () => number
  readonly #events: FleetEvents
  readonly #shared = new Set<RunnerHandle>()
  readonly #alone = new Map<RunnerHandle, SupervisedRun>()
  /** replaced runners, and when they are killed whatever they still hold */
  readonly #retired = new Map<RunnerHandle, number>()
  readonly #exits = new Set<Promise<void>>()
  #restartMs = RESTART_MS.least
  #restart: NodeJS.Timeout | undefined
  #memoryCheckedMs = 0
  #isClosed = false

  constructor(size: number, nowMs: () => number, events: FleetEvents) {
    this.#size = size
    this.#nowMs = nowMs
    this.#events = events
    this.ready = this.#opening.promise
    this.#fill()
  }

  /** The layers of protection that are active in all ordinary runners. */
  get layers(): string[] {
    const [first = [], ...others] = this.#all().flatMap(({ layers }) => (layers ? [layers] : []))
    return first.filter(layer => others.every(other => other.includes(layer)))
  }

  /** The runs that have a runner to themselves. */
  get alone(): SupervisedRun[] {
    return [...this.#alone.values()]
  }

  get pids(): number[] {
    return this.#all().flatMap(({ pid }) => pid ?? [])
  }

  get isIdle(): boolean {
    return this.#all().every(({ load }) => load === 0)
  }

  /** The ordinary runner that knows the monitor's script, or else the one that holds least, if one takes another run. */
  runnerFor({ job }: SupervisedRun): RunnerHandle | undefined {
    const runners = [...this.#shared].filter(({ hasRoom }) => hasRoom)
    const least = runners.reduce(
      (best, next) => (next.load < best.load ? next : best),
      runners[0] as RunnerHandle,
    )
    const usual = runners[(job.monitor.id ?? 0) % runners.length]
    return usual && usual.load - least.load <= USUAL_LEAD ? usual : least
  }

  /** Starts a runner for one run only; `begin` is called when it takes it. */
  startAlone(run: SupervisedRun, begin: (runner: RunnerHandle) => void) {
    this.#alone.set(this.#start(begin), run)
  }

  /** Ends what is over its time. */
  check(expire: (run: SupervisedRun) => void) {
    const now = this.#nowMs()
    for (const runner of this.#all()) for (const run of runner.overdue()) expire(run)
    for (const [runner, limit] of this.#retired) if (now > limit) runner.kill()
    if (now - this.#memoryCheckedMs < MEMORY_CHECK_MS) return
    this.#memoryCheckedMs = now
    for (const runner of this.#all()) runner.checkMemory()
  }

  async close() {
    this.#isClosed = true
    clearTimeout(this.#restart)
    for (const runner of this.#all()) runner.kill()
    await Promise.all(this.#exits)
  }

  #all(): RunnerHandle[] {
    return [...this.#shared, ...this.#alone.keys(), ...this.#retired.keys()]
  }

  #fill() {
    while (!this.#isClosed && this.#shared.size < this.#size)
      this.#shared.add(this.#start(() => this.#opened()))
  }

  #opened() {
    if ([...this.#shared].every(({ layers }) => layers)) this.#opening.resolve()
    this.#events.room()
  }

  #start(ready: (runner: RunnerHandle) => void): RunnerHandle {
    this.starts++
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#exits.add(promise)
    return new RunnerHandle(this.#nowMs, {
      ready,
      free: runner => this.#freed(runner),
      doubtful: runner => this.#retire(runner),
      offended: run => this.#events.offended(run),
      refused: run => this.#events.refused(run),
      lost: (runner, loss) => {
        this.#exits.delete(promise)
        resolve()
        this.#lost(runner, loss)
      },
    })
  }

  #freed(runner: RunnerHandle) {
    const isDone = this.#alone.has(runner) || this.#retired.has(runner)
    if (isDone && runner.load === 0) return runner.kill()
    if (runner.isWornOut) this.#retire(runner)
    this.#events.room()
  }

  #retire(runner: RunnerHandle) {
    // Each one still takes memory: where many are doubtful, the others stay until there is room.
    if (!this.#shared.has(runner) || this.#retired.size >= this.#size) return
    runner.isRetired = true
    this.#shared.delete(runner)
    this.#retired.set(runner, this.#nowMs() + RETIRE_LIMIT_MS)
    this.#fill()
    if (runner.load === 0) runner.kill()
  }

  #lost(runner: RunnerHandle, loss: Loss) {
    const alone = this.#alone.get(runner)
    const wasShared = this.#shared.delete(runner)
    this.#alone.delete(runner)
    this.#retired.delete(runner)
    this.#events.lost(loss, alone)
    if (loss.wasReady) this.#restartMs = RESTART_MS.least
    if (!wasShared || this.#isClosed) return this.#events.room()
    if (loss.wasReady) return this.#fill()

    this.#opening.reject(
      new Error(`The sandbox cannot start: a runner ended at once (${loss.how})`),
    )
    this.#restart = setTimeout(() => this.#fill(), this.#restartMs)
    this.#restartMs = Math.min(this.#restartMs * 2, RESTART_MS.most)
  }
}
