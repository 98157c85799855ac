/** Cuts a stream of bytes where a delimiter stands; what is behind the last one waits for more. */
export interface Cutter {
  /** The pieces that are whole now. Those over the limit are left out, and counted by `tooLong`. */
  take(chunk: Buffer): Buffer[]
  /** whether a piece has begun */
  isInside(): boolean
  /** What nothing follows any more; undefined when it is blank, or was too long. */
  rest(): Buffer | undefined
}

export function openCutter(delimiter: string, limitBytes: number, tooLong: () => void): Cutter {
  const mark = Buffer.from(delimiter)
  let rest: Buffer = Buffer.alloc(0)
  // Within a piece that is too long nothing is kept but what the delimiter may begin with.
  let isSkipping = false

  return {
    take(chunk) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      const pieces: Buffer[] = []
      let from = 0
      for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, from)) {
        if (isSkipping) isSkipping = false
        else if (at - from > limitBytes) tooLong()
        else pieces.push(bytes.subarray(from, at))
        from = at + mark.length
      }
      rest = bytes.subarray(from)
      if (isSkipping || rest.length > limitBytes + mark.length) {
        if (!isSkipping) tooLong()
        isSkipping = true
        rest = rest.subarray(Math.max(rest.length - mark.length + 1, 0))
      }
      return pieces
    },
    isInside: () => rest.length > 0,
    rest: () => (isSkipping || rest.every(isBlank) ? undefined : rest),
  }
}

const SPACE = 0x20
const isBlank = (byte: number) => byte <= SPACE
