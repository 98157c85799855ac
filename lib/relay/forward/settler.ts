import { attempt, type Sender } from '#lib/relay/forward/attempt.ts'
import type { Centre } from '#lib/relay/forward/centre.ts'
import { isThere, pause } from '#lib/relay/forward/choose.ts'
import type { Doubt, Doubts } from '#lib/relay/forward/doubts.ts'

const LOOK_MS = 500

export interface Settling {
  doubts: Doubts
  centres: readonly Centre[]
  sender: Sender
  signal: AbortSignal
}

/** Asks each centre for what only it may have, until it has answered. Ends when the signal aborts. */
export async function settleDoubts({ doubts, centres, sender, signal }: Settling): Promise<void> {
  while (!signal.aborted) {
    if (doubts.all().length === 0) await doubts.more(signal)
    for (const doubt of [...doubts.all()]) {
      const centre = centres.find(({ name }) => name === doubt.centre)
      if (centre && (await isThere(centre, sender, signal))) await settle(doubt, centre)
    }
    await pause(LOOK_MS, signal)
  }

  async function settle(doubt: Doubt, centre: Centre) {
    const { left, afterMs } = await attempt(doubt.units, centre, sender, signal)
    doubt.units = left
    if (left.length === 0) await doubt.settle()
    await pause(afterMs, signal)
  }
}
