import { UserError } from '#lib/failures.ts'

/** A page of a list as the API answers it. */
export interface Items<T> {
  items: T[]
  /** the cursor of the next page */
  next: string | null
}

/** The first `limit` of the rows, of which one more was asked for: it tells whether there is a next page. `cursorOf` its last row is where that begins. */
export function itemsOf<T>(
  rows: readonly T[],
  limit: number,
  cursorOf: (last: T) => string | number,
): Items<T> {
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, next: last === undefined ? null : String(cursorOf(last)) }
}

export const badCursor = () =>
  new UserError('The cursor is not one that was given out here.', {
    fields: { cursor: 'is not valid' },
  })
