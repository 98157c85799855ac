/** Wakes whoever waits for the next time that something happens. */
export interface Bell {
  ring(): void
  /** Resolves when it rings, or the signal aborts. */
  next(signal: AbortSignal): Promise<void>
}

export function openBell(): Bell {
  const waiting = new Set<() => void>()
  return {
    ring() {
      for (const wake of waiting) wake()
    },
    next(signal) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const wake = () => {
        waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      waiting.add(wake)
      signal.addEventListener('abort', wake)
      if (signal.aborted) wake()
      return promise
    },
  }
}
