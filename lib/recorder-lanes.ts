import type { Held } from '#lib/ledger.ts'
import type { Recorder } from '#lib/recorder.ts'

/**
 * Several recorders as one: what comes in goes to one that does not write, so that the database has work while a batch is made
 * and committed. For what is written in any order.
 */
export function openLanes<B extends Held>(
  lanes: readonly [Recorder<B>, ...Recorder<B>[]],
): Recorder<B> {
  /** Where what comes in goes now. */
  function current(): Recorder<B> {
    const idle = lanes.find(lane => !lane.isWriting())
    return idle ?? lanes.reduce((a, b) => (b.batch().size < a.batch().size ? b : a))
  }

  let filled: Recorder<B> = lanes[0]
  return {
    batch() {
      filled = current()
      return filled.batch()
    },
    wake: isAsked => filled.wake(isAsked),
    isWriting: () => lanes.every(lane => lane.isWriting()),
    isAway: () => lanes.some(lane => lane.isAway()),
    room: () => Promise.race(lanes.map(lane => lane.room())),
    close: async () => void (await Promise.all(lanes.map(lane => lane.close()))),
  }
}
