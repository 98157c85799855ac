import { isDigit, LESS, NUL, SPACE, ZERO } from '#lib/intake/syslog/bytes.ts'
import {
  isTrailer,
  LOOK_AHEAD,
  lineEnds,
  plainness,
  withoutTrailers,
} from '#lib/intake/syslog/ends.ts'
import { openHeld } from '#lib/intake/syslog/held.ts'

/** What is kept of one message. RFC 5425 asks for 8 KiB at most; stack traces in one message are larger. */
export const FRAME_LIMIT = 64 * 1024
/** A count above this is a lie or an attack; below it, what exceeds the frame limit is read and thrown away. */
const COUNT_LIMIT = 1024 * 1024

export const CUT = `cut at ${FRAME_LIMIT / 1024} KiB`
const UNFINISHED = 'the connection ended inside the message'

/** What follows in the stream cannot be told apart any more. */
export class BadFrame extends Error {
  override readonly name = 'BadFrame'
}

/** One message: the bytes from `start` to `end`, which are only good until the call returns. */
export interface Frame {
  bytes: Buffer
  start: number
  end: number
  /** sure to be ASCII without NUL */
  isPlain: boolean
  /** why it is not whole */
  mark?: string | undefined
}

export interface Framing {
  /** Takes what was read. Throws a BadFrame after the frames before it. */
  push(chunk: Buffer, onFrame: (frame: Frame) => void): void
  /** Takes what is left when the stream has ended. */
  end(onFrame: (frame: Frame) => void): void
  /** Whether a message has begun and not ended. */
  isInside(): boolean
}

/**
 * Tells the messages of a stream apart (RFC 6587): octet counting where a message begins with a digit, otherwise up
 * to a line feed or a NUL. However the stream is cut into chunks, the messages are the same.
 */
export function openFraming(): Framing {
  const held = openHeld()
  /** bytes of the held message in which no end was found */
  let searched = 0
  let skippedBytes = 0
  let isSkippingLine = false
  let isAfterCounted = false
  let isEndedByNul = false

  function push(chunk: Buffer, onFrame: (frame: Frame) => void) {
    const bytes = held.with(chunk)
    const used = readFrames(bytes, onFrame)
    held.keep(bytes, used)
  }

  /** Answers where the first message begins that is not whole yet. */
  function readFrames(bytes: Buffer, onFrame: (frame: Frame) => void): number {
    const isPlain = plainness(bytes)
    const lineEnd = lineEnds(bytes, () => isEndedByNul)
    let at = Math.min(skippedBytes, bytes.length)
    skippedBytes -= at
    for (;;) {
      if (isSkippingLine) {
        const end = lineEnd(at)
        if (end < 0) return Math.max(at, bytes.length - LOOK_AHEAD)
        isSkippingLine = false
        at = end
      }
      for (; at < bytes.length && isTrailer(bytes[at]); at++) isAfterCounted = false
      if (at === bytes.length) return at
      const next = isDigit(bytes[at]) ? counted(at) : line(at)
      if (next < 0) return at
      at = next
    }

    function counted(begin: number): number {
      const space = countEnd(bytes, begin)
      if (space < 0) return -1
      const start = space + 1
      const whole = start + countIn(bytes, begin, space)
      const end = Math.min(whole, start + FRAME_LIMIT)
      if (end > bytes.length) return -1
      emit(start, end, end < whole)
      isAfterCounted = true
      skippedBytes = Math.max(whole - bytes.length, 0)
      return Math.min(whole, bytes.length)
    }

    function line(start: number): number {
      if (isAfterCounted && bytes[start] !== LESS)
        throw new BadFrame('a count and the length of its message do not agree')
      const end = lineEnd(start + searched)
      searched = 0
      if (end >= 0 && end - start <= FRAME_LIMIT) {
        emit(start, end, false)
        isAfterCounted = false
        isEndedByNul ||= bytes[end] === NUL
        return end
      }
      if (end < 0 && bytes.length - start <= FRAME_LIMIT + LOOK_AHEAD) {
        searched = Math.max(bytes.length - start - LOOK_AHEAD, 0)
        return -1
      }
      emit(start, start + FRAME_LIMIT, true)
      isAfterCounted = false
      isSkippingLine = true
      return start + FRAME_LIMIT
    }

    function emit(start: number, end: number, isCut: boolean) {
      const trimmed = withoutTrailers(bytes, start, end)
      if (trimmed === start) return
      const mark = isCut ? CUT : undefined
      onFrame({ bytes, start, end: trimmed, isPlain: isPlain(), mark })
    }
  }

  return {
    push,
    end(onFrame) {
      const bytes = held.bytes()
      held.keep(bytes, bytes.length)
      const isCounted = isDigit(bytes[0])
      const start = isCounted ? bytes.indexOf(SPACE) + 1 : 0
      const end = withoutTrailers(bytes, start, bytes.length)
      // Of a count without a message nothing can be kept; the last line may just lack its end.
      if (isSkippingLine || (isCounted && start === 0) || end === start) return
      const mark = isCounted ? UNFINISHED : undefined
      onFrame({ bytes, start, end, isPlain: plainness(bytes)(), mark })
    },
    isInside: () => held.bytes().length > 0 || skippedBytes > 0 || isSkippingLine,
  }
}

/** Where the count that begins here ends, or -1 when that has not come yet. */
function countEnd(bytes: Buffer, begin: number): number {
  if (bytes[begin] === ZERO) throw new BadFrame('a count begins with 0')
  let count = 0
  for (let at = begin; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === SPACE) return at
    if (!isDigit(byte)) throw new BadFrame('a count is not a number')
    count = count * 10 + byte - ZERO
    if (count > COUNT_LIMIT) throw new BadFrame(`a count is above ${COUNT_LIMIT}`)
  }
  return -1
}

/** The digits are known to be a number. */
function countIn(bytes: Buffer, begin: number, end: number): number {
  let count = 0
  for (let at = begin; at < end; at++) count = count * 10 + (bytes[at] as number) - ZERO
  return count
}

/** The one message of a datagram, undefined when it is empty. */
export function datagramFrame(bytes: Buffer): Frame | undefined {
  const end = withoutTrailers(bytes, 0, bytes.length)
  return end > 0
    ? { bytes, start: 0, end, isPlain: plainness(bytes.subarray(0, end))() }
    : undefined
}
