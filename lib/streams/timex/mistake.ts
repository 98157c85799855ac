import { UserError } from '#lib/failures.ts'

/** Characters from `at`, before `end`. */
export interface Place {
  at: number
  end: number
}

/**
 * What kind of mistake it is: a character that means nothing, an order that means nothing, a name that nobody knows,
 * or a time that there is not.
 */
export type MistakeKind = 'character' | 'order' | 'name' | 'time'

/** What is wrong with a time expression, and which part of it. */
export class TimexMistake extends UserError {
  readonly kind: MistakeKind
  readonly place: Place
  /** where and what: `at 7: week is none of hour, day, month, year` */
  readonly said: string

  constructor(text: string, kind: MistakeKind, place: Place, problem: string) {
    // People count from 1.
    const where = place.at < text.length ? `at ${place.at + 1}` : 'at its end'
    const said = `${where}: ${problem}`
    super(`The time expression is not valid ${said}.`)
    this.kind = kind
    this.place = place
    this.said = said
  }
}
