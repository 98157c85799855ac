import { DatabaseError } from 'pg'
import { UserError } from '#lib/failures.ts'

/** Nobody knows whether it was taken. */
export class InDoubt extends UserError {
  constructor(what = 'The database') {
    super(`${what} takes too long; whether this was taken is not known.`, {
      code: 'unavailable',
      retryAfterSeconds: 5,
    })
  }
}

/** Class 53 of PostgreSQL's: that of its disk. */
const DISK_FULL = '53100'

/** What senders are told; `error` is what the database said. */
export function databaseAway(error?: unknown): UserError {
  const isFull = error instanceof DatabaseError && error.code === DISK_FULL
  const what = isFull
    ? 'The disk of the database is full'
    : 'The database cannot be written to right now'
  return new UserError(`${what}; nothing of this was taken.`, {
    code: 'unavailable',
    retryAfterSeconds: 2,
  })
}
