/** Waits for a turn; what it gives ends the turn. Rejects with the signal's reason when that aborts first. */
export type TakeTurn = (signal: AbortSignal) => Promise<() => void>

/** Lets so many through at once; the others wait in the order in which they came. */
export function turns(limit: number): TakeTurn {
  const waiting: (() => void)[] = []
  let taken = 0

  const end = () => {
    const next = waiting.shift()
    if (next) next()
    else taken--
  }

  return async signal => {
    signal.throwIfAborted()
    if (taken < limit) {
      taken++
      return end
    }
    await new Promise<void>((resolve, reject) => {
      const go = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        waiting.splice(waiting.indexOf(go), 1)
        reject(signal.reason)
      }
      waiting.push(go)
      signal.addEventListener('abort', leave, { once: true })
    })
    return end
  }
}
