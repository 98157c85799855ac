import { randomUUID } from 'node:crypto'
import type { DropReason, Input, Receipt } from '#lib/errors/contract.ts'
import type { ErrorEvent } from '#lib/errors/event.ts'
import type { Book } from '#lib/errors/intake/books.ts'
import { count, newTally, type Tallies } from '#lib/errors/intake/tally.ts'
import { type Arrivals, entry } from '#lib/projects/intake/arrivals.ts'
import type { Project } from '#lib/projects/schema.ts'

/** Events that one batch keeps whole. */
const EXAMPLES_LIMIT = 5_000

/** What is written in one transaction. */
export interface Batch {
  /** stored with it, so that a batch whose commit is in doubt is found again */
  id: string
  /** counted on arrival: what nobody waits for and nothing names */
  tallies: Map<Book, Tallies>
  requests: Request[]
  counts: Counts
  /** events in it */
  size: number
  /** events that are kept whole */
  examples: number
  /** memory, roughly, in bytes */
  weight: number
}

/** Events that are counted together or not at all, by an answer or by their names. */
export interface Request {
  project: Project
  input: Input
  events: readonly ErrorEvent[]
  /** the whole request's name: a repeat of it is not counted */
  key?: string | undefined
  weight: number
  answer?: {
    resolve(receipts: Receipt[]): void
    reject(error: Error): void
  }
}

export type Counts = Arrivals<Input, Outcome>
export type Outcome = 'accepted' | 'kept' | DropReason

export const newBatch = (): Batch => ({
  id: randomUUID(),
  tallies: new Map(),
  requests: [],
  counts: new Map(),
  size: 0,
  examples: 0,
  weight: 0,
})

/** Counts an event; returns by how many bytes, roughly, the tallies have grown. */
export function tally(
  batch: Pick<Batch, 'tallies' | 'examples'>,
  book: Book,
  event: ErrorEvent,
  input: Input,
  now: number,
): number {
  const tallies = entry(batch.tallies, book)
  const verdict = book.classification.classify(event)
  let tally = tallies.get(verdict.group)
  if (!tally) {
    const room = Math.min(book.examples.left(verdict.group, now), EXAMPLES_LIMIT - batch.examples)
    tally = newTally(room)
    tallies.set(verdict.group, tally)
  }
  if (tally.placed < tally.room) batch.examples++
  return count(tally, book.hosts.numberOf(event.host), event, input, verdict)
}

/** The same work in smaller pieces, so that one that the database does not take costs no other. */
export function parts({ tallies, requests, counts }: Batch): Batch[] {
  const counted = [...tallies].map(([book, of]) => ({
    ...newBatch(),
    tallies: new Map([[book, of]]),
    size: [...of.values()].reduce((sum, { count }) => sum + count, 0),
  }))
  const asked = requests.map(request => ({
    ...newBatch(),
    requests: [request],
    size: request.events.length,
  }))
  const noted = counts.size > 0 ? [{ ...newBatch(), counts }] : []
  return [...counted, ...asked, ...noted]
}
