import type { PoolClient } from 'pg'

/** What is written in one transaction. */
export interface Held {
  /** stored with it, so that a batch whose commit is in doubt is found again */
  readonly id: string
  /** things that were sent, in it */
  size: number
  /** memory, roughly, in bytes */
  weight: number
}

/** One kind of batch: what is in it, and how it is written. */
export interface Ledger<B extends Held, R> {
  /** what it holds, in the plural, for the log */
  what: string
  /** whether much that comes together takes less to write than a little at a time */
  gathers: boolean
  newBatch(): B
  hasWork(batch: B): boolean
  /** somebody waits for an answer */
  isAwaited(batch: B): boolean
  /** Takes out what is too much for one transaction: the beginning of the next batch. */
  remainder(batch: B): B
  /** Reads what writing takes, outside of the transaction. */
  prepare(batch: B): Promise<void>
  /** Inside the transaction. Null when the batch was written before; `done` is one that is known to be. */
  write(client: PoolClient, batch: B, done: string | undefined): Promise<R | null>
  /** After the commit. */
  settle(batch: B, written: R): void
  /** Tells those who wait that nothing of theirs was taken, and forgets it. */
  refuse(batch: B, error: Error): void
  /** The same work in smaller pieces, so that one that the database does not take costs no other. */
  parts(batch: B): B[]
  /** Notes in the next batch that the database did not take this one, and tells those who wait. */
  giveUp(batch: B, next: B, error: Error): void
}

/** Tells those who wait that nothing of theirs was taken, and forgets it; what nobody waits for stays. */
export function refuseAwaited<R extends { answer?: { reject(error: Error): void } }>(
  batch: { requests: R[] },
  error: Error,
): void {
  const told = batch.requests.filter(({ answer }) => answer)
  batch.requests = batch.requests.filter(({ answer }) => !answer)
  for (const { answer } of told) answer?.reject(error)
}

/** Moves the requests that are too much for one transaction into `after`, the next batch, and answers that. */
export function splitOff<R extends { weight: number }, B extends Held & { requests: R[] }>(
  batch: B,
  after: B,
  most: number,
  sizeOf: (request: R) => number,
): B {
  let room = most
  const first = batch.requests.findIndex(request => {
    room -= sizeOf(request)
    return room < 0
  })
  if (first < 1) return after

  after.requests = batch.requests.splice(first)
  for (const request of after.requests) {
    after.weight += request.weight
    after.size += sizeOf(request)
  }
  batch.weight -= after.weight
  batch.size -= after.size
  return after
}
