import { setTimeout as delay } from 'node:timers/promises'

const POLL_MS = 50
const PATIENCE_MS = 1000

/** Waits until the condition gives something, and answers that. The test's own limit ends it. */
export async function until<T>(condition: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const found = await condition()
    if (found) return found
    await delay(POLL_MS)
  }
}

/**
 * A page that just came may hear neither keys nor clicks yet: it is done until something shows.
 * Again only after a while, as what is done twice may undo itself.
 */
export async function doUntil(act: () => Promise<unknown>, shown: () => Promise<boolean>) {
  while (!(await shown())) {
    await act()
    if (await isShownSoon(shown)) return
  }
}

async function isShownSoon(shown: () => Promise<boolean>): Promise<boolean> {
  const end = Date.now() + PATIENCE_MS
  while (Date.now() < end) {
    if (await shown()) return true
    await delay(POLL_MS)
  }
  return false
}
