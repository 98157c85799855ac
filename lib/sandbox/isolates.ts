import { WarmIsolate } from '#lib/sandbox/isolate.ts'
import { RUNS_PER_ISOLATE, WARM_ISOLATES } from '#lib/sandbox/limits.ts'

interface Idle {
  owner: number
  isolate: WarmIsolate
}

/** An idle isolate lets go of its last script's memory after this long. */
const TIDY_MS = 1_000

/** Isolates that wait for their next script. An isolate is only ever used by one owner: all unlimited monitors, or one limited one. */
export class Isolates {
  readonly #idle: Idle[] = []

  constructor() {
    setInterval(() => {
      for (const { isolate } of this.#idle) isolate.tidy()
    }, TIDY_MS).unref()
  }

  /** The one of this owner that was used last, whose caches are warm, or a new one. */
  take(owner: number): WarmIsolate {
    const place = this.#idle.findLastIndex(idle => idle.owner === owner && !idle.isolate.isDisposed)
    const [found] = place < 0 ? [] : this.#idle.splice(place, 1)
    return found?.isolate ?? new WarmIsolate()
  }

  giveBack(owner: number, isolate: WarmIsolate) {
    if (isolate.runs >= RUNS_PER_ISOLATE || isolate.isDisposed) return isolate.dispose()
    this.#idle.push({ owner, isolate })
    if (this.#idle.length > WARM_ISOLATES) this.#idle.shift()?.isolate.dispose()
  }
}
