/** A burst at once, and from then on so many a second. */
export interface Pace {
  burst: number
  perSecond: number
}

/** Counts what goes by a pace; `now` in milliseconds. */
export function openPace({ burst, perSecond }: Pace, now: () => number = () => performance.now()) {
  let left = burst
  let at = now()

  function refill() {
    left = Math.min(burst, left + ((now() - at) / 1000) * perSecond)
    at = now()
  }

  return {
    /** how many may go now */
    room(): number {
      refill()
      return Math.floor(left)
    },
    take(count: number) {
      refill()
      left -= count
    },
  }
}
