import { LONGEST_TICK_MS, TICK_MS } from '#lib/sandbox/limits.ts'

/**
 * A clock that goes on only while this process does. Deadlines are measured by it, so that after a pause
 * (SIGSTOP, a sleeping machine) nothing times out that was not given its time.
 */
export class AttendedClock {
  nowMs = 0
  #last = 0
  #timer: NodeJS.Timeout | undefined
  readonly #tick: () => void

  constructor(tick: () => void) {
    this.#tick = tick
  }

  start() {
    if (this.#timer) return
    this.#last = performance.now()
    this.#timer = setInterval(() => {
      const now = performance.now()
      this.nowMs += Math.min(now - this.#last, LONGEST_TICK_MS)
      this.#last = now
      this.#tick()
    }, TICK_MS)
  }

  stop() {
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
