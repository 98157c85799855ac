/** How often the clock is looked at, and which difference counts as a jump: slewing stays far below. */
const LOOK_MS = 500
const JUMP_MS = 2_000

export interface Clock {
  /** what the wall clock shows, in milliseconds; it may be set, and stops for nobody */
  wall(): number
  /** milliseconds that never jump; they stand still while the machine sleeps */
  steady(): number
}

const machine: Clock = { wall: () => Date.now(), steady: () => performance.now() }

/**
 * Calls `jumped` with the milliseconds by which the wall clock left steady time: it was set, or the
 * machine slept. Answers how to stop.
 */
export function watchClock(jumped: (byMs: number) => void, clock: Clock = machine): () => void {
  let ahead = clock.wall() - clock.steady()
  const timer = setInterval(() => {
    const byMs = clock.wall() - clock.steady() - ahead
    ahead += byMs
    if (Math.abs(byMs) >= JUMP_MS) jumped(byMs)
  }, LOOK_MS)
  return () => clearInterval(timer)
}
