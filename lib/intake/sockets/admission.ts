/** How many connections a listener holds: each may hold memory. */
export interface ConnectionLimits {
  all: number
  /** of one address: a single sender is not to take the places of all others */
  ofOne: number
}

/** Counts connections. `admit` answers how to give the place back, or null when there is none. */
export function openAdmission({ all, ofOne }: ConnectionLimits) {
  const held = new Map<string, number>()
  let total = 0

  function release(address: string) {
    const left = (held.get(address) ?? 0) - 1
    if (left > 0) held.set(address, left)
    else held.delete(address)
    total--
  }

  return {
    total: () => total,
    admit(address: string): (() => void) | null {
      const own = held.get(address) ?? 0
      if (total >= all || own >= ofOne) return null
      held.set(address, own + 1)
      total++
      return () => release(address)
    },
  }
}
