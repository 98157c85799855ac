import { ADMISSION_LIMIT_MS, COMPUTING_LIMIT } from '#lib/sandbox/limits.ts'

/**
 * Lets only a few scripts of a runner compute at the same time: more would only mean more isolates, each
 * with cold caches. Those that compute for long do not hold up the others for more than a moment; waiting for a
 * source is no computing.
 */
export class Admission {
  readonly #waiting: (() => void)[] = []
  #computing = 0

  admit(begin: () => void) {
    if (this.#computing < COMPUTING_LIMIT) return begin()
    this.#waiting.push(begin)
    if (this.#waiting.length === 1) this.#limit()
  }

  /** A script began to compute (1), or rests (-1). */
  count(change: 1 | -1) {
    this.#computing += change
    if (this.#computing < COMPUTING_LIMIT) this.#waiting.shift()?.()
  }

  /** Whatever computes, the first in the line waits no longer than this. */
  #limit() {
    const first = this.#waiting[0]
    if (!first) return
    setTimeout(() => {
      if (this.#waiting[0] === first) {
        this.#waiting.shift()
        first()
      }
      this.#limit()
    }, ADMISSION_LIMIT_MS)
  }
}
