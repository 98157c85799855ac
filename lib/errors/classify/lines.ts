/** A longer line is cut: what is beyond decides nothing. */
export const LINE_BYTES = 1 << 16
const LINE_FEED = 10

/** Takes the line that begins at `from`; at `last` or before it there is a line feed. Answers where the line ended. */
type TakeLine = (bytes: Buffer, from: number, last: number) => number

/** Cuts a stream of bytes into lines. */
export class Lines {
  readonly #take: TakeLine
  /** the beginning of a line whose end has not come yet */
  #rest: Buffer = Buffer.alloc(0)

  constructor(take: TakeLine) {
    this.#take = take
  }

  /** The bytes are only looked at while this is called. */
  write(chunk: Buffer): void {
    const last = chunk.lastIndexOf(LINE_FEED)
    let from = 0
    if (last >= 0 && this.#rest.length > 0) {
      from = chunk.indexOf(LINE_FEED) + 1
      this.#finish(chunk.subarray(0, from - 1))
    }
    while (from <= last) from = this.#take(chunk, from, last) + 1
    this.#keep(chunk.subarray(from))
  }

  /** A last line need not end. */
  end(): void {
    if (this.#rest.length > 0) this.#finish(Buffer.alloc(0))
  }

  #finish(end: Buffer) {
    this.#keep(end)
    const line = Buffer.concat([this.#rest, Buffer.of(LINE_FEED)])
    this.#rest = Buffer.alloc(0)
    this.#take(line, 0, line.length - 1)
  }

  #keep(bytes: Buffer) {
    const room = LINE_BYTES - this.#rest.length
    if (bytes.length > 0 && room > 0)
      this.#rest = Buffer.concat([this.#rest, bytes.subarray(0, room)])
  }
}
