import { badCursor } from '#lib/items.ts'

/** Where a page of events ended. */
export interface EventPlace {
  isUpwards: boolean
  /** undefined: at the first one */
  after?: { at: string; uid: string }
}

/** Events have no numbers, so a mark is their time and uid in hexadecimal digits; with `+` oldest first, as for streams. */
export const eventMark = ({ at, uid }: { at: string; uid: string }, isUpwards: boolean): string =>
  `${isUpwards ? '+' : ''}${Buffer.from(`${at} ${uid}`).toString('hex')}`

/** Throws a UserError for what is no mark of an event. */
export function eventPlaceOf(mark = ''): EventPlace {
  const isUpwards = mark.startsWith('+')
  const digits = mark.slice(isUpwards ? 1 : 0)
  if (digits === '') return { isUpwards }
  const text = /^([\da-f]{2})+$/.test(digits) ? Buffer.from(digits, 'hex').toString() : ''
  const [, at, uid] = /^([\dT:.-]{26}Z) (.+)$/s.exec(text) ?? []
  if (at === undefined || uid === undefined || Number.isNaN(Date.parse(at))) throw badCursor()
  return { isUpwards, after: { at, uid } }
}
