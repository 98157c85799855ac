import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseError } from 'pg'

/** While the database is away: the first wait and the longest. */
const WAIT_MS = { least: 100, most: 5_000 }
/** What was cut off, was refused for now, or lost a deadlock may go well the next time; the rest never will. */
const HOPELESS = /^(21|22|23|42|54)/

/**
 * Does what takes the database until it goes well: again after 0.1 s, 0.2 s … at most 5 s. Throws what will not get better, and the
 * signal's reason once that aborts.
 */
export async function patiently<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  failed: (error: unknown) => void,
): Promise<T> {
  for (let waitMs = WAIT_MS.least; ; waitMs = Math.min(waitMs * 2, WAIT_MS.most)) {
    try {
      return await work()
    } catch (error) {
      if (isHopeless(error)) throw error
      failed(error)
      await delay(waitMs, undefined, { signal }).catch(() => {})
      signal.throwIfAborted()
    }
  }
}

/** The database refuses it for what is in it: the same would happen again. */
export const isHopeless = (error: unknown) =>
  error instanceof DatabaseError && HOPELESS.test(error.code ?? '')
