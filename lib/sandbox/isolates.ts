import { WarmIsolate } from '#lib/sandbox/isolate.ts'
import { RUNS_PER_ISOLATE, TIDY_MS, WARM_ISOLATES, WARM_MS } from '#lib/sandbox/limits.ts'

interface Idle {
  owner: number
  isolate: WarmIsolate
  since: number
}

/**
 * The isolates of a runner that wait for their next script. An isolate is only ever used by one owner: all monitors
 * that may use all sources, or one that is limited to some.
 */
export class Isolates {
  readonly #idle: Idle[] = []
  readonly #computing: (change: 1 | -1) => void

  constructor(computing: (change: 1 | -1) => void) {
    this.#computing = computing
    setInterval(() => this.#tidy(), TIDY_MS).unref()
  }

  /** One of this owner, at best one that knows the script, otherwise the one that was used last; or a new one. */
  take(owner: number, code: string): WarmIsolate {
    const isFit = (idle: Idle) => idle.owner === owner && !idle.isolate.isDisposed
    const knowing = this.#idle.findLastIndex(idle => isFit(idle) && idle.isolate.knows(code))
    const place = knowing < 0 ? this.#idle.findLastIndex(isFit) : knowing
    const [found] = place < 0 ? [] : this.#idle.splice(place, 1)
    return found?.isolate ?? new WarmIsolate(this.#computing)
  }

  giveBack(owner: number, isolate: WarmIsolate) {
    if (isolate.runs >= RUNS_PER_ISOLATE) return isolate.dispose()
    this.#idle.push({ owner, isolate, since: performance.now() })
  }

  /** Memory goes back to what it was after a while: of the last scripts, then of the isolates of busier times. */
  #tidy() {
    for (const { isolate } of this.#idle) isolate.tidy()
    const longAgo = performance.now() - WARM_MS
    while (this.#idle.length > WARM_ISOLATES && (this.#idle[0]?.since ?? longAgo) < longAgo)
      this.#idle.shift()?.isolate.dispose()
  }
}
