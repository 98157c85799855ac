/** Counts who holds how many of something that there is only so much of, for `all` and for `each`. */
export function places({ all, each }: { all: number; each: number }) {
  const held = new Map<string, number>()
  let total = 0

  return {
    isFullFor: (who: string): boolean => total >= all || (held.get(who) ?? 0) >= each,

    /** Answers how the place is given back, which is to be called once. */
    take(who: string): () => void {
      total++
      held.set(who, (held.get(who) ?? 0) + 1)
      return () => {
        total--
        const left = (held.get(who) ?? 1) - 1
        if (left > 0) held.set(who, left)
        else held.delete(who)
      }
    },
  }
}
