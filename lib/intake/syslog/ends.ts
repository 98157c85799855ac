import { isAscii } from 'node:buffer'
import { CR, isDigit, LESS, LF, NUL } from '#lib/intake/syslog/bytes.ts'

/** What has to follow a line feed to tell whether it ends a message. */
export const LOOK_AHEAD = 2

/**
 * Finds the next end of a message from a place on, or -1. Who ends messages by NUL (Python does) has line feeds inside
 * of them: there a line feed counts only before a priority. What is far away, or not there at all, is not sought
 * again for each message.
 */
export function lineEnds(bytes: Buffer, isByNul: () => boolean): (from: number) => number {
  let nul = -2
  let feed = -2
  return from => {
    if (nul !== -1 && nul < from) nul = bytes.indexOf(NUL, from)
    if (feed !== -1 && feed < from) feed = bytes.indexOf(LF, from)
    while (isByNul() && feed >= 0 && !isBeforePriority(bytes, feed))
      feed = bytes.indexOf(LF, feed + 1)
    if (nul < 0) return feed
    return feed < 0 ? nul : Math.min(feed, nul)
  }
}

const isBeforePriority = (bytes: Buffer, feed: number) =>
  bytes[feed + 1] === LESS && isDigit(bytes[feed + 2])

/** Asked only when there is a whole message: a sender of single bytes is not to make us look at all of them each time. */
export function plainness(bytes: Buffer): () => boolean {
  let isPlain: boolean | undefined
  return () => {
    isPlain ??= isAscii(bytes) && !bytes.includes(NUL)
    return isPlain
  }
}

export const isTrailer = (byte: number | undefined) => byte === LF || byte === CR || byte === NUL

/** The end of a message without the line feeds and NULs that some senders put after it. */
export function withoutTrailers(bytes: Buffer, start: number, end: number): number {
  let last = end
  while (last > start && isTrailer(bytes[last - 1])) last--
  return last
}
