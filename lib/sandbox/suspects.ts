import type { SupervisedRun } from '#lib/sandbox/supervised-run.ts'

/** Runs that have a process to themselves, at the same time. */
const ALONE_AT_ONCE = 4
/** Of these, scripts that are known to kill: a crowd of them must not hold up those that were only there. */
const OFFENDERS_AT_ONCE = 2
/** Scripts that killed a runner are remembered, and from then on have one to themselves. */
const OFFENDERS_LIMIT = 200

/** Runs that wait for a process of their own, because they killed one, or were there when one died. */
export class Suspects {
  readonly #waiting: SupervisedRun[] = []
  readonly #offending: SupervisedRun[] = []
  readonly #offenders = new Set<string>()

  get size(): number {
    return this.#waiting.length + this.#offending.length
  }

  /** This run's script killed a runner, or had to be killed with it. */
  remember({ code }: SupervisedRun) {
    this.#offenders.add(code)
    for (const oldest of this.#offenders) {
      if (this.#offenders.size <= OFFENDERS_LIMIT) break
      this.#offenders.delete(oldest)
    }
  }

  isOffender({ code }: SupervisedRun): boolean {
    return this.#offenders.has(code)
  }

  add(run: SupervisedRun) {
    if (this.isOffender(run)) this.#offending.push(run)
    else this.#waiting.push(run)
  }

  /** The next to have a process, given those that have one. */
  next(alone: SupervisedRun[]): SupervisedRun | undefined {
    if (alone.length >= ALONE_AT_ONCE) return undefined
    const offending = alone.filter(run => this.isOffender(run)).length
    return (
      this.#waiting.shift() ?? (offending < OFFENDERS_AT_ONCE ? this.#offending.shift() : undefined)
    )
  }

  clear(): SupervisedRun[] {
    return [...this.#waiting.splice(0), ...this.#offending.splice(0)]
  }
}
