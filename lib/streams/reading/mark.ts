import { badCursor } from '#lib/items.ts'
import type { Order } from '#lib/streams/reading/place.ts'

/** What a mark of Winchester's asks for: the page after the stream with this hexadecimal id, with `+` upwards. */
export function pageAt(mark: string | undefined): { order: Order; cursor?: string } {
  const [, plus, id] = /^(\+?)([\da-f]{0,12})$/i.exec(mark ?? '') ?? []
  if (id === undefined) throw badCursor()
  const order = plus ? 'oldest' : 'newest'
  return id === '' ? { order } : { order, cursor: `0-${Number.parseInt(id, 16)}` }
}

/** The mark of a stream: its page goes on after it. */
export const markOf = (id: number, order: Order): string =>
  `${order === 'oldest' ? '+' : ''}${id.toString(16)}`
