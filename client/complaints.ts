/** How often the same complaint is made at most, and how many others in that time. */
const PAUSE_MS = 60_000
const MOST = 50

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
  for (const [made, at] of lastMade) if (now - at >= PAUSE_MS) lastMade.delete(made)
  if (lastMade.has(message) || lastMade.size >= MOST) return
  lastMade.set(message, now)
  try {
    say(message)
  } catch {
    // Whoever listens to complaints may fail; nobody is left to be told.
  }
}
