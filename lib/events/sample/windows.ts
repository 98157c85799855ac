/** Unix seconds; `to` is not included. */
export interface Window {
  from: number
  to: number
}

const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * Parts of a range that stand for all of it: one of this share in each of so many pieces of the same length, never at the
 * same place of its piece, so that what happens every minute is met as often as it should be.
 */
export function windowsOf({ from, to }: Window, pieces: number, share: number): Window[] {
  const length = (to - from) / pieces
  return Array.from({ length: pieces }, (_, i) => {
    const start = from + (i + ((i * GOLDEN) % 1) * (1 - share)) * length
    return { from: start, to: start + share * length }
  })
}
