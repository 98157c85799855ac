/** What is kept of a sample until it is taken, in bytes. */
const BYTES = 256 * 1024

export interface Sample<T> {
  add(item: T, bytes: number): void
  /** What was kept since the last time, in the order in which it came. */
  take(): T[]
}

/**
 * A fair share of what comes: no more than so many a second, and of what comes between two takings each is as likely to be
 * kept as every other (a reservoir). What would make it too large is left out.
 */
export function openSample<T>(
  perSecond: number,
  { now = () => performance.now(), random = Math.random } = {},
): Sample<T> {
  let kept: { item: T; place: number; bytes: number }[] = []
  let seen = 0
  let held = 0
  let room = perSecond
  let takenAt = now()

  return {
    add(item, bytes) {
      const place = seen++
      const most = Math.floor(room)
      const into = kept.length < most ? kept.length : Math.floor(random() * seen)
      if (into >= most) return
      const without = held - (kept[into]?.bytes ?? 0)
      if (without + bytes > BYTES) return
      kept[into] = { item, place, bytes }
      held = without + bytes
    },

    take() {
      const taken = kept.sort((a, b) => a.place - b.place).map(({ item }) => item)
      const at = now()
      room = Math.min(perSecond, room - taken.length + ((at - takenAt) / 1000) * perSecond)
      takenAt = at
      kept = []
      seen = held = 0
      return taken
    },
  }
}
