import { failureOf, type ToldEvent, wordsOf } from '#app/(signed-in)/events/live/told.ts'

export interface Row {
  /** counts up as they come */
  key: number
  event: ToldEvent
  /** its traits in one line */
  words: string
  failure: string | null
}

export const rowOf = (key: number, event: ToldEvent): Row => ({
  ...{ key, event },
  ...{ words: wordsOf(event.traits), failure: failureOf(event.traits) },
})

/** What is shown, and what has come since and waits to be. */
export interface Rows {
  /** newest first */
  shown: readonly Row[]
  waiting: readonly Row[]
}

/** More rows than this are not kept in the page. */
export const ROWS_LIMIT = 2_000

export const NO_ROWS: Rows = { shown: [], waiting: [] }

/** Takes in what has come, in its order: shown at once, or waiting while someone reads. */
export function take(rows: Rows, come: readonly Row[], isHeld: boolean): Rows {
  const next = { ...rows, waiting: [...come.toReversed(), ...rows.waiting].slice(0, ROWS_LIMIT) }
  return isHeld ? next : release(next)
}

/** Shows what waits. */
export const release = ({ shown, waiting }: Rows): Rows => ({
  shown: [...waiting, ...shown].slice(0, ROWS_LIMIT),
  waiting: [],
})

/** Adds what was there before, newest first; what has come meanwhile is known already. */
export function addEarlier(rows: Rows, earlier: readonly Row[]): Rows {
  const known = new Set([...rows.shown, ...rows.waiting].map(nameOf))
  const others = earlier.filter(row => !known.has(nameOf(row)))
  return { ...rows, shown: [...rows.shown, ...others].slice(0, ROWS_LIMIT) }
}

/** An event whose sender gave it no name of its own is told apart by what it is. */
const nameOf = ({ event: { id, type, host, pid, at, duration } }: Row) =>
  JSON.stringify([id, type, host, pid, at, duration])
