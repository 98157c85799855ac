import { type Answered, firstWindow, nextWindow } from '#lib/alerting/outbox/window.ts'

/** In all lanes; one that has nothing under way may always begin, so that others cannot keep it from doing so. */
const MOST_IN_ALL = 1_000
/** What is being recorded makes room for what is to be sent, up to so many times the window. */
const ENDING_WINDOWS = 2

interface Work<Key, Item> {
  /** takes what is due of a lane, at most so many; `moreInMs`: when there may be more, null for never */
  take(key: Key, most: number): Promise<{ items: readonly Item[]; moreInMs: number | null }>
  /** is to call `answered` once, with how it went, as soon as the other side has answered; null says nothing of that */
  handle(item: Item, answered: (how: Answered | null) => void): Promise<void>
  failed(error: unknown): void
  /** nothing is taken after it */
  signal: AbortSignal
}

interface Lane {
  window: number
  /** taken and not answered */
  underWay: number
  /** answered, and being recorded */
  ending: number
  isLooking: boolean
  /** something may be due */
  again: boolean
  /** when it is looked at again by itself */
  timer?: NodeJS.Timeout | undefined
  /** by the clock of this process; the other side wants to be left in peace until then */
  restsUntil: number
}

/**
 * Lanes of work side by side: each has so much under way as its window lets it, so one that is slow holds up no other. A lane goes on
 * until nothing is due in it.
 */
export function openLanes<Key, Item>({ take, handle, failed, signal }: Work<Key, Item>) {
  const lanes = new Map<Key, Lane>()
  const running = new Set<Promise<void>>()
  let inAll = 0

  function track(work: Promise<void>) {
    const tracked = work.catch(failed).then(() => void running.delete(tracked))
    running.add(tracked)
  }

  /** Something may be due in this lane. */
  function wake(key: Key): void {
    const lane = lanes.get(key) ?? newLane()
    lanes.set(key, lane)
    lane.again = true
    if (!lane.isLooking) track(look(key, lane))
  }

  function wakeIn(key: Key, lane: Lane, ms: number) {
    lane.timer ??= setTimeout(() => {
      lane.timer = undefined
      wake(key)
    }, ms).unref()
  }

  const roomIn = ({ window, underWay, ending }: Lane) =>
    ending > window * ENDING_WINDOWS
      ? 0
      : Math.min(window - underWay, Math.max(MOST_IN_ALL - inAll, underWay === 0 ? 1 : 0))

  async function look(key: Key, lane: Lane): Promise<void> {
    lane.isLooking = true
    try {
      while (lane.again && roomIn(lane) > 0 && !signal.aborted) {
        const restMs = lane.restsUntil - performance.now()
        if (restMs > 0) return wakeIn(key, lane, restMs)
        await fill(key, lane)
      }
    } finally {
      lane.isLooking = false
      forget(key, lane)
    }
  }

  async function fill(key: Key, lane: Lane) {
    lane.again = false
    const most = roomIn(lane)
    // Kept free meanwhile: other lanes take at the same time.
    count(lane, most)
    const { items, moreInMs } = await take(key, most).catch(error => {
      count(lane, -most)
      throw error
    })
    count(lane, items.length - most)
    for (const item of items) track(carryOut(key, lane, item))
    if (moreInMs === 0) lane.again = true
    else if (moreInMs !== null) wakeIn(key, lane, moreInMs)
  }

  function count(lane: Lane, more: number) {
    lane.underWay += more
    inAll += more
  }

  async function carryOut(key: Key, lane: Lane, item: Item) {
    let isAnswered = false
    const answered = (how: Answered | null) => {
      isAnswered = true
      lane.ending++
      count(lane, -1)
      if (how) lane.window = nextWindow(lane.window, how)
      if (how?.restMs) lane.restsUntil = performance.now() + how.restMs
      wake(key)
    }
    try {
      await handle(item, answered)
    } finally {
      if (!isAnswered) answered(null)
      lane.ending--
      wake(key)
    }
  }

  /** In the same turn as the last look at `again`, so that no call to wake falls between. */
  function forget(key: Key, { underWay, ending, timer }: Lane) {
    if (underWay === 0 && ending === 0 && !timer) lanes.delete(key)
  }

  /** Resolves when nothing is under way any more. */
  async function settled(): Promise<void> {
    while (running.size > 0) await Promise.all(running)
  }

  return { wake, settled }
}

const newLane = (): Lane => ({
  ...{ window: firstWindow, underWay: 0, ending: 0, isLooking: false, again: false, restsUntil: 0 },
})
