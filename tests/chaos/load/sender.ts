import { setTimeout as delay } from 'node:timers/promises'

const PAUSE_MS = 60
const LIMIT_MS = 8_000
/** Senders wait a moment before they come again. */
const AGAIN_MS = 200

/** One way in: what was acknowledged on it has to be counted exactly once. */
export interface Way {
  name: string
  /** how many things were acknowledged so far */
  acknowledged(): number
  /** what had no answer, and may have been counted: more than 0 only where a repeat cannot be made known */
  inDoubt(): number
  /** what came instead of a yes, with how often */
  refusals: ReadonlyMap<string, number>
  /** when the last yes came (`performance.now()`) */
  lastYesAt(): number
  /** resolves when the last one was acknowledged, after the signal */
  done: Promise<void>
}

/** A try to send one batch, by its number: answers how many things were acknowledged, or throws. */
export type Send = (batch: number, signal: AbortSignal) => Promise<number>

/**
 * Sends batch after batch until the signal aborts, each again and again until it is acknowledged. Where what comes again cannot be told
 * from what is new, `nameless` says how many things a batch has.
 */
export function openWay(name: string, send: Send, signal: AbortSignal, nameless = 0): Way {
  const refusals = new Map<string, number>()
  let acknowledged = 0
  let inDoubt = 0
  let lastYesAt = performance.now()

  async function untilTaken(batch: number) {
    for (;;)
      try {
        acknowledged += await send(batch, AbortSignal.timeout(LIMIT_MS))
        lastYesAt = performance.now()
        return
      } catch (error) {
        const why = (error as Error).message
        refusals.set(why, 1 + (refusals.get(why) ?? 0))
        inDoubt += nameless
        await delay(AGAIN_MS)
      }
  }

  async function run() {
    for (let batch = 0; !signal.aborted; batch++) {
      await untilTaken(batch)
      await delay(PAUSE_MS)
    }
  }

  return {
    ...{ name, refusals, done: run() },
    acknowledged: () => acknowledged,
    inDoubt: () => inDoubt,
    lastYesAt: () => lastYesAt,
  }
}
