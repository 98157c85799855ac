/** A promise of the product, and how it was kept. */
export interface Found {
  promise: string
  /** what it was checked on, in words */
  on: string
  /** one sentence for each way in which it was broken; none: it was kept */
  broken: string[]
}

const EXAMPLES = 5

/** A sentence with how many there are and the first of them; none when there are none. */
export function inWords(what: string, examples: readonly unknown[]): string[] {
  if (examples.length === 0) return []
  const shown = examples.slice(0, EXAMPLES).map(one => JSON.stringify(one))
  return [
    `${examples.length} ${what}: ${shown.join(', ')}${examples.length > EXAMPLES ? ' …' : ''}`,
  ]
}
