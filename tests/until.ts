import { setTimeout as delay } from 'node:timers/promises'

const POLL_MS = 50

/** Waits until the condition gives something, and answers that. The test's own limit ends it. */
export async function until<T>(condition: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const found = await condition()
    if (found) return found
    await delay(POLL_MS)
  }
}

/** A page that just came may hear neither keys nor clicks yet: it is done until something shows. */
export const doUntil = (act: () => Promise<unknown>, shown: () => Promise<boolean>) =>
  until(async () => {
    if (await shown()) return true
    await act()
    return shown()
  })
