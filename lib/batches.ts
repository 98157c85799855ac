import { setTimeout as delay } from 'node:timers/promises'

/**
 * Does a long piece of work bit by bit, so that others get their turn: `batch` does `most` at the most and answers how
 * many, until there were fewer or the signal aborts. Answers how many there were in all.
 */
export async function inBatches(
  batch: () => Promise<number>,
  { most, pauseMs = 0, signal }: { most: number; pauseMs?: number; signal: AbortSignal },
): Promise<number> {
  let total = 0
  while (!signal.aborted) {
    const done = await batch()
    total += done
    if (done < most) break
    if (pauseMs > 0) await delay(pauseMs)
  }
  return total
}
