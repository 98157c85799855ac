import { setTimeout as delay } from 'node:timers/promises'
import { reasonOf, UserError } from '#lib/failures.ts'

const WAIT_MS = { least: 250, most: 10_000 }

/**
 * Does some work again and again until the signal aborts. It answers how many milliseconds it has nothing to do; when
 * it fails it is done again after a growing wait, or the one that was asked for. `told` hears what is wrong, and null
 * when it is well again.
 */
export async function repeat(
  work: () => Promise<number>,
  { signal, told }: { signal: AbortSignal; told(problem: string | null): void },
): Promise<void> {
  for (let waitMs = WAIT_MS.least; !signal.aborted; ) {
    try {
      const idleMs = await work()
      told(null)
      waitMs = WAIT_MS.least
      if (idleMs > 0) await pause(idleMs, signal)
    } catch (error) {
      if (signal.aborted) return
      told(reasonOf(error))
      const seconds = error instanceof UserError ? error.retryAfterSeconds : undefined
      await pause(seconds === undefined ? waitMs : seconds * 1000, signal)
      waitMs = Math.min(waitMs * 2, WAIT_MS.most)
    }
  }
}

/** Ends early, without an error, when the signal aborts. */
const pause = (ms: number, signal: AbortSignal) =>
  delay(ms, undefined, { signal }).catch(() => undefined)
