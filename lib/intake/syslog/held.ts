const nothing = Buffer.alloc(0)

/** The beginning of a message whose end has not come yet. */
export interface Held {
  bytes(): Buffer
  /** what is held, with the chunk after it; good until the next call */
  with(chunk: Buffer): Buffer
  /** Holds a copy of what was not used of those bytes. */
  keep(bytes: Buffer, used: number): void
}

/** Grows by doubling, so that a message that comes in single bytes is not copied for each of them. */
export function openHeld(): Held {
  let store = nothing
  let length = 0
  let isJoined = false

  return {
    bytes: () => store.subarray(0, length),

    with(chunk) {
      isJoined = length > 0
      if (!isJoined) return chunk
      const needed = length + chunk.length
      if (needed > store.length) {
        const grown = Buffer.allocUnsafe(Math.max(needed, 2 * store.length))
        store.copy(grown, 0, 0, length)
        store = grown
      }
      chunk.copy(store, length)
      return store.subarray(0, needed)
    },

    keep(bytes, used) {
      const isAllHeld = isJoined && used === 0
      if (!isAllHeld) store = used < bytes.length ? Buffer.from(bytes.subarray(used)) : nothing
      length = bytes.length - used
    },
  }
}
