/** A connection of a pool, for the time of one call. */
export interface Lease {
  /** Ends on the server what runs there, if it can. */
  cancel(): Promise<void>
  /** Breaks the connection, so that whatever waits for it fails. */
  sever(): void
  /** Gives it back to the pool: for the next call when it is clean, else to be closed. */
  giveBack(isClean: boolean): void
}

/**
 * Does the work of one call on a connection. When the signal aborts, the server is told to stop, and the connection is broken
 * if that did not help. Only after work that succeeded is it there for the next call.
 */
export async function onLease<T>(
  lease: Lease,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  let isDone = false
  let isClean = false
  const cancel = async () => {
    await lease.cancel()
    if (!isDone) lease.sever()
  }
  signal.addEventListener('abort', cancel, { once: true })
  try {
    signal.throwIfAborted()
    const result = await work()
    // A cancelling that is under way must not hit the next call.
    signal.throwIfAborted()
    isClean = true
    return result
  } finally {
    isDone = true
    signal.removeEventListener('abort', cancel)
    lease.giveBack(isClean)
  }
}
