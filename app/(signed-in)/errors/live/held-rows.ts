import { NEWEST_LIMIT, type NewestError } from '#lib/errors/live/schema.ts'

/** What is shown, and what has come since and waits to be. */
export interface HeldRows {
  /** newest first */
  shown: readonly NewestError[]
  waiting: readonly NewestError[]
}

/** More rows than this are not kept in the page. */
export const SHOWN_LIMIT = 2 * NEWEST_LIMIT

/** Takes in the newest errors: shown at once, or waiting while someone reads. What is known already is left out. */
export function take(rows: HeldRows, newest: readonly NewestError[], isHeld: boolean): HeldRows {
  const known = new Set([...rows.shown, ...rows.waiting].map(({ id }) => id))
  const news = newest.filter(({ id }) => !known.has(id))
  if (news.length === 0) return isHeld ? rows : release(rows)
  const next = { ...rows, waiting: newestFirst([...news, ...rows.waiting]) }
  return isHeld ? next : release(next)
}

/** Shows what waits. */
export function release(rows: HeldRows): HeldRows {
  if (rows.waiting.length === 0) return rows
  return { shown: newestFirst([...rows.waiting, ...rows.shown]), waiting: [] }
}

const newestFirst = (rows: readonly NewestError[]) =>
  rows.toSorted((a, b) => b.id - a.id).slice(0, SHOWN_LIMIT)
