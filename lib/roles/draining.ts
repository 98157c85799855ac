import { setTimeout as delay } from 'node:timers/promises'

/**
 * Waits for the end, and then as long as a balancer takes to see it: meanwhile everything is answered, and `health` says no.
 * Whatever is asked over a connection that stays open is answered as its last.
 */
export async function drained(signal: AbortSignal, drainMs: number): Promise<void> {
  if (!signal.aborted)
    await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }))
  await delay(drainMs)
}
