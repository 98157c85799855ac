interface Work<Key, Item> {
  /** how many items of one key are handled at once */
  perKey: number
  /** takes the next item of a key that is due, or null */
  next(key: Key): Promise<Item | null>
  handle(item: Item): Promise<void>
  failed(error: unknown): void
  /** no item is taken after it */
  signal: AbortSignal
}

/**
 * Lanes of work side by side: each key has a few of its own, so one that is slow holds up no other.
 * A lane goes on until nothing is due for its key.
 */
export function openLanes<Key, Item>({ perKey, next, handle, failed, signal }: Work<Key, Item>) {
  const busy = new Map<Key, { lanes: number; again: boolean }>()
  const running = new Set<Promise<void>>()

  /** Something may be due for this key. With all its lanes at work, one of them looks again before it ends. */
  function wake(key: Key): void {
    const state = busy.get(key) ?? { lanes: 0, again: false }
    if (state.lanes >= perKey) state.again = true
    else start(key, state)
  }

  function start(key: Key, state: { lanes: number; again: boolean }) {
    if (signal.aborted) return
    busy.set(key, state)
    state.lanes++
    const lane = work(key, state)
      .catch(failed)
      .then(() => void running.delete(lane))
    running.add(lane)
  }

  async function work(key: Key, state: { lanes: number; again: boolean }) {
    try {
      do {
        state.again = false
        for (let item = await next(key); item !== null; item = await next(key)) {
          // Where there is one, there may be more.
          if (state.lanes < perKey) start(key, state)
          await handle(item)
          if (signal.aborted) return
        }
      } while (state.again && !signal.aborted)
    } finally {
      // In the same step as the last look at `again`, so that no call to wake falls between.
      state.lanes--
      if (state.lanes === 0) busy.delete(key)
    }
  }

  /** Resolves when every lane has ended. */
  async function settled(): Promise<void> {
    while (running.size > 0) await Promise.all(running)
  }

  return { wake, settled }
}
