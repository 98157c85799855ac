/** What all requests together may hold, in bytes. */
export interface Budget {
  /** false when there is not so much left; nothing is taken then */
  take(bytes: number): boolean
  give(bytes: number): void
}

export function openBudget(bytes: number): Budget {
  let left = bytes
  return {
    take(wanted) {
      if (wanted > left) return false
      left -= wanted
      return true
    },
    give(taken) {
      left += taken
    },
  }
}
