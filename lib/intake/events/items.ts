import { reasonOf, UserError } from '#lib/failures.ts'
import { checked, ITEMS_LIMIT, type Item } from '#lib/intake/http/items.ts'
import { readMessages } from '#lib/msgpack/read.ts'

const TYPE = /^application\/(?:x-|vnd\.)?msgpack$/

/** Whether a body says of itself that it is MessagePack. */
export const isMessagePack = (type: string): boolean => TYPE.test(type)

/**
 * Takes a body of MessagePack apart: a map, an array of them, or several one after another; where one cannot be read, neither can what is
 * behind it. Throws a UserError for an empty body and one of which nothing can be read.
 */
export function messageItems(body: Buffer): Item[] {
  const items = checked(readItems(body))
  const [first] = items
  if (!first) throw new UserError('The body is empty.')
  if (items.length > 1) return items
  if ('error' in first) throw new UserError(first.error)
  return Array.isArray(first.value) ? checked(first.value.map(value => ({ value }))) : items
}

/** One more than may be at most. */
function readItems(body: Buffer): Item[] {
  const items: Item[] = []
  try {
    for (const value of readMessages(body)) if (items.push({ value }) > ITEMS_LIMIT) break
  } catch (error) {
    items.push({ error: reasonOf(error) })
  }
  return items
}
