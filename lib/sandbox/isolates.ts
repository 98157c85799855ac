import { WarmIsolate } from '#lib/sandbox/isolate.ts'
import {
  ADMISSION_LIMIT_MS,
  BUSY_ISOLATES,
  RUNS_PER_ISOLATE,
  WARM_ISOLATES,
} from '#lib/sandbox/limits.ts'

interface Idle {
  owner: number
  isolate: WarmIsolate
}

/** An idle isolate lets go of its last script's memory after this long. */
const TIDY_MS = 1_000

/** The isolates of a runner: those that wait for their next script, and how many compute. An isolate is only ever used by one owner: all unlimited monitors, or one limited one. */
export class Isolates {
  readonly #idle: Idle[] = []
  readonly #queue: (() => void)[] = []
  #busy = 0

  constructor() {
    setInterval(() => {
      for (const { isolate } of this.#idle) isolate.tidy()
    }, TIDY_MS).unref()
  }

  /**
   * Calls `begin` once few enough isolates compute: more at once would only mean more of them, each with
   * cold caches. Those that compute for long do not hold up the others; waiting for a source is no computing.
   */
  admit(begin: () => void) {
    if (this.#busy < BUSY_ISOLATES) return begin()
    this.#queue.push(begin)
    setTimeout(() => this.#admitNext(begin), ADMISSION_LIMIT_MS)
  }

  #admitNext(begin = this.#queue[0]) {
    const place = begin ? this.#queue.indexOf(begin) : -1
    if (place < 0) return
    this.#queue.splice(place, 1)
    begin?.()
  }

  /** One of this owner, at best one that knows the script, otherwise the one that was used last; or a new one. */
  take(owner: number, code: string): WarmIsolate {
    const isFit = (idle: Idle) => idle.owner === owner && !idle.isolate.isDisposed
    const knowing = this.#idle.findLastIndex(idle => isFit(idle) && idle.isolate.knows(code))
    const place = knowing < 0 ? this.#idle.findLastIndex(isFit) : knowing
    const [found] = place < 0 ? [] : this.#idle.splice(place, 1)
    return found?.isolate ?? new WarmIsolate(change => this.#count(change))
  }

  giveBack(owner: number, isolate: WarmIsolate) {
    if (isolate.runs >= RUNS_PER_ISOLATE || isolate.isDisposed) return isolate.dispose()
    this.#idle.push({ owner, isolate })
    if (this.#idle.length > WARM_ISOLATES) this.#idle.shift()?.isolate.dispose()
  }

  #count(change: 1 | -1) {
    this.#busy += change
    if (this.#busy < BUSY_ISOLATES) this.#admitNext()
  }
}
