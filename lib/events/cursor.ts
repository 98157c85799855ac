import { badCursor } from '#lib/items.ts'

/** Where a page ended: at an event, or, without a uid, at a moment. */
export function readCursor(cursor: string): { microseconds: number; uid: string } {
  const [, microseconds, uid] = /^(\d{1,17})_(.*)$/s.exec(cursor) ?? []
  if (microseconds === undefined || uid === undefined) throw badCursor()
  return { microseconds: Number(microseconds), uid }
}
