import { UserError } from '#lib/failures.ts'

interface Place {
  at: number
  end: number
}

/** What is wrong with a query, and which part of it: characters from `at`, before `end`. */
export class QueryMistake extends UserError {
  readonly place: Place
  readonly problem: string

  constructor(query: string, place: Place, problem: string) {
    // People count from 1.
    const where = place.at < query.length ? `at ${place.at + 1}` : 'at its end'
    super(`The query is not valid ${where}: ${problem}.`, { fields: { q: `${where}: ${problem}` } })
    this.place = place
    this.problem = problem
  }
}
