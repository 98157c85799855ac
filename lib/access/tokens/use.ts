/** Often enough to tell whether a token is still needed, and seldom enough to cost nothing. */
export const NOTED_EVERY_MS = 60_000

/** Tells for each token whether its use is due to be noted again by this process. */
export function usesToNote(everyMs = NOTED_EVERY_MS) {
  const notedAt = new Map<number, number>()
  return (tokenId: number, now = Date.now()): boolean => {
    if (now - (notedAt.get(tokenId) ?? -Infinity) < everyMs) return false
    notedAt.set(tokenId, now)
    return true
  }
}
