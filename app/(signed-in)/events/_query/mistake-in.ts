import { QueryMistake } from '#lib/events/query/mistake.ts'
import { parseQuery } from '#lib/events/query/parse.ts'

export interface Mistake {
  /** which characters; one at the end at least */
  from: number
  to: number
  problem: string
}

/** What is wrong with a query, or null. */
export function mistakeIn(query: string): Mistake | null {
  try {
    parseQuery(query)
    return null
  } catch (error) {
    if (!(error instanceof QueryMistake)) throw error
    const { at, end } = error.place
    return { from: at, to: Math.max(end, at + 1), problem: error.problem }
  }
}
