import { setTimeout as delay } from 'node:timers/promises'
import { attempt, type Sender } from '#lib/relay/forward/attempt.ts'
import type { Centre } from '#lib/relay/forward/centre.ts'

/** Waits; ends early when the signal aborts. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  ms > 0 ? delay(ms, undefined, { signal }).catch(() => {}) : Promise.resolve()

/**
 * The first of the centres that is there; one that has failed is asked before anything is sent to it, so that nothing
 * gets lost in it. Waits until there is one. Null when the signal aborts.
 */
export async function choose(
  centres: readonly Centre[],
  sender: Sender,
  signal: AbortSignal,
): Promise<Centre | null> {
  while (!signal.aborted) {
    for (const centre of centres) if (await isThere(centre, sender, signal)) return centre
    await pause(Math.max(Math.min(...centres.map(centre => centre.waitMs())), 50), signal)
  }
  return null
}

/** Whether a centre can be sent to now. */
export async function isThere(
  centre: Centre,
  sender: Sender,
  signal: AbortSignal,
): Promise<boolean> {
  if (centre.isUp()) return true
  if (centre.waitMs() > 0) return false
  const { afterMs } = await attempt([], centre, sender, signal)
  await pause(afterMs, signal)
  return centre.isUp()
}
