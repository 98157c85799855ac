import { UserError } from '#lib/failures.ts'

/** A value takes one byte as MessagePack and up to a hundred in memory. */
const VALUES_LIMIT = 1_000_000
/** What reads it afterwards does so by recursion, as the reader does. */
const DEPTH_LIMIT = 200

/** There are fewer bytes than the value says. */
export class Incomplete extends Error {
  /** so many bytes are needed at least, from the beginning of what was given */
  readonly needed: number

  constructor(needed: number) {
    super('The MessagePack breaks off.')
    this.needed = needed
  }
}

/** A place in bytes that are read. */
export interface Cursor {
  readonly bytes: Buffer
  at: number
  /** how many were read of the value that is being read */
  values: number
  /** Steps over so many bytes, and answers where they begin. Throws Incomplete. */
  take(length: number): number
  /** Throws a UserError when a value has too many others in it, or too deep ones. */
  enter(depth: number): void
  unreadable(what: string): UserError
}

export function openCursor(given: Uint8Array): Cursor {
  const bytes = Buffer.isBuffer(given)
    ? given
    : Buffer.from(given.buffer, given.byteOffset, given.byteLength)
  return {
    bytes,
    at: 0,
    values: 0,
    take(length) {
      const from = this.at
      if (from + length > bytes.length) throw new Incomplete(from + length)
      this.at = from + length
      return from
    },
    enter(depth) {
      if (++this.values > VALUES_LIMIT) throw this.unreadable('a value has too many others in it')
      if (depth > DEPTH_LIMIT) throw this.unreadable('it is nested too deeply')
    },
    unreadable(what) {
      return new UserError(`The MessagePack cannot be read: ${what} at byte ${this.at}.`)
    },
  }
}
