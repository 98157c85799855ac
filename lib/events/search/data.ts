import { readCursor } from '#lib/events/cursor.ts'
import { listEvents, type StoredEvent } from '#lib/events/data.ts'
import type { Question } from '#lib/events/question.ts'
import { TookTooLong } from '#lib/events/reading/data.ts'
import type { Items } from '#lib/items.ts'

/** Longer than this nobody waits for a page. */
const WITHIN_MS = 6_000
/** The first part of a range that is looked through; each further one is twice as long. */
const FIRST_PART = 1 / 64
const LEAST_PART_MS = 1_000
const FUTURE_MS = 86_400_000

interface Asked {
  limit: number
  cursor?: string | undefined
  withinMs?: number
  /** a clock in milliseconds */
  now?: () => number
}

/**
 * The events of a question, those that ended last first. Where much has to be looked through to find them, a page has
 * those that were found soon, maybe none, and `next` goes on from there.
 */
export async function searchEvents(
  question: Question,
  { limit, cursor, withinMs = WITHIN_MS, now = Date.now }: Asked,
): Promise<Items<StoredEvent>> {
  const deadline = now() + withinMs
  const [first, beginning] = [question.from.getTime(), beginningOf(question, cursor)]
  const items: StoredEvent[] = []
  let until = beginning
  let length = (until - first) * FIRST_PART

  while (until > first && items.length < limit && now() < deadline) {
    const since = Math.max(first, Math.floor(until - Math.max(length, LEAST_PART_MS)))
    const part = { ...question, from: new Date(since), to: new Date(until) }
    const asked = { limit: limit - items.length, cursor, limitMs: withinMs / 2 }
    const page = await listEvents(part, asked).catch(orTooLong)
    items.push(...(page?.items ?? []))
    if (page?.next) return { items, next: page.next }
    if (page) until = since
    length = page ? length * 2 : length / 8
  }
  if (until === beginning && until > first) throw new TookTooLong(withinMs)
  return { items, next: until > first ? `${until * 1000}_` : null }
}

/** Nothing is looked for in the far future, nor after a cursor. */
function beginningOf({ to, from }: Question, cursor: string | undefined): number {
  const after = cursor ? Math.floor(readCursor(cursor).microseconds / 1000) + 1 : to.getTime()
  return Math.max(from.getTime(), Math.min(to.getTime(), after, Date.now() + FUTURE_MS))
}

/** A part that was too long is null. */
function orTooLong(error: unknown): null {
  if (error instanceof TookTooLong) return null
  throw error
}
