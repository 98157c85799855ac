/** How often the same complaint is made at most. */
const PAUSE_MS = 60_000

type Complain = (message: string) => void

const lastMade = new Map<string, number>()
let say: Complain = message => console.warn(`belfry: ${message}`)

/** Where complaints go; default the console. */
export function complainBy(other: Complain): void {
  say = other
}

/** Tells the application's authors what is wrong, without ever failing their application, and not over and over. */
export function complain(message: string): void {
  const now = performance.now()
  if (now - (lastMade.get(message) ?? Number.NEGATIVE_INFINITY) < PAUSE_MS) return
  if (lastMade.size > 100) lastMade.clear()
  lastMade.set(message, now)
  try {
    say(message)
  } catch {
    // Whoever listens to complaints may fail; nobody is left to be told.
  }
}
