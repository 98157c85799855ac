/** What is to be done before the process ends. */
export interface Leaving {
  /** while something can still be awaited */
  flush(): Promise<unknown>
  /** at the very end */
  leave(): void
  onUncaught(error: unknown): void
}

let leaving: Leaving | undefined

/** Says what is to be done from now on. Handlers of the application's own stay what they are. */
export function leaveBy(other: Leaving): void {
  const isFirst = leaving === undefined
  leaving = other
  if (!isFirst) return
  process.once('beforeExit', () => void leaving?.flush())
  // It looks on; whether and how the process ends is not changed by it.
  process.on('uncaughtExceptionMonitor', error => leaving?.onUncaught(error))
  process.on('exit', () => leaving?.leave())
}

const watched = new Set<NodeJS.Signals>()

/** Sends what is left before a signal ends the process, which nothing else handles. */
export function endOn(signals: readonly NodeJS.Signals[]): void {
  for (const signal of signals) {
    if (watched.has(signal)) continue
    watched.add(signal)
    process.on(signal, end)
  }
}

async function end(signal: NodeJS.Signals) {
  await leaving?.flush()
  process.off(signal, end)
  watched.delete(signal)
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
}
