/** So many addresses are remembered at most; the longest unseen are forgotten first. */
const ADDRESS_LIMIT = 10_000

/**
 * Counts wrong attempts per address: `burst` are free, after that one every `everyMs`.
 * An address that is over its limit is blocked until enough time has passed.
 */
export function attempts({ burst, everyMs }: { burst: number; everyMs: number }) {
  // For each address the time at which all its attempts are forgiven.
  const forgivenAt = new Map<string, number>()

  return {
    /** seconds until the address may try again; 0 when it may now */
    blockedFor(address: string, now = Date.now()): number {
      const overMs = (forgivenAt.get(address) ?? 0) - now - (burst - 1) * everyMs
      return Math.max(0, Math.ceil(overMs / 1000))
    },

    failed(address: string, now = Date.now()) {
      const next = Math.max(forgivenAt.get(address) ?? 0, now) + everyMs
      forgivenAt.delete(address)
      forgivenAt.set(address, next)
      const [oldest] = forgivenAt.keys()
      if (forgivenAt.size > ADDRESS_LIMIT && oldest !== undefined) forgivenAt.delete(oldest)
    },
  }
}
