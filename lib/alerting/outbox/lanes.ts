import { type Answered, firstWindow, nextWindow, restAfter } from '#lib/alerting/outbox/window.ts'

/** In all lanes; one that has nothing under way may always begin, so that others cannot keep it from doing so. */
const MOST_IN_ALL = 1_000
/** What is being recorded makes room for what is to be sent, up to so many times the window. */
const ENDING_WINDOWS = 2
/** A lane that goes on is looked at no more often: what comes meanwhile is taken together. */
const GATHER_MS = 10

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
  /** when it is looked at again by itself, by the clock of this process */
  next?: { at: number; timer: NodeJS.Timeout } | undefined
  /** by the same clock; nothing is taken before */
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

  function wakeAt(key: Key, lane: Lane, at: number) {
    if (lane.next && lane.next.at <= at) return
    clearTimeout(lane.next?.timer)
    const timer = setTimeout(
      () => {
        lane.next = undefined
        wake(key)
      },
      Math.max(0, at - performance.now()),
    )
    lane.next = { at, timer: timer.unref() }
  }

  const roomIn = ({ window, underWay, ending }: Lane) =>
    ending > window * ENDING_WINDOWS
      ? 0
      : Math.min(window - underWay, Math.max(MOST_IN_ALL - inAll, underWay === 0 ? 1 : 0))

  async function look(key: Key, lane: Lane): Promise<void> {
    lane.isLooking = true
    try {
      while (lane.again && roomIn(lane) > 0 && !signal.aborted) {
        if (lane.restsUntil > performance.now()) return wakeAt(key, lane, lane.restsUntil)
        await fill(key, lane)
      }
    } finally {
      lane.isLooking = false
      forget(key, lane)
    }
  }

  async function fill(key: Key, lane: Lane) {
    lane.again = false
    rest(lane, GATHER_MS)
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
    else if (moreInMs !== null) wakeAt(key, lane, performance.now() + moreInMs)
  }

  function rest(lane: Lane, ms: number) {
    lane.restsUntil = Math.max(lane.restsUntil, performance.now() + ms)
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
      if (how) rest(lane, restAfter(lane.window, how))
      if (how) lane.window = nextWindow(lane.window, how)
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
  function forget(key: Key, { underWay, ending, next }: Lane) {
    if (underWay === 0 && ending === 0 && !next) lanes.delete(key)
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
