/** A longer line is cut: what is beyond decides nothing. */
const LINE_BYTES = 1 << 16
const LINE_FEED = 10

/** Takes a line by where it stands in a buffer, which is only its while it is called. */
type OnLine = (bytes: Buffer, from: number, to: number) => void

/** Cuts a stream of bytes into lines. */
export class Lines {
  readonly #onLine: OnLine
  /** the beginning of a line whose end has not come yet */
  #rest: Buffer = Buffer.alloc(0)

  constructor(onLine: OnLine) {
    this.#onLine = onLine
  }

  write(chunk: Buffer): void {
    let from = 0
    for (let to = chunk.indexOf(LINE_FEED); to >= 0; to = chunk.indexOf(LINE_FEED, from)) {
      if (this.#rest.length > 0) this.#finish(chunk.subarray(from, to))
      else this.#onLine(chunk, from, Math.min(to, from + LINE_BYTES))
      from = to + 1
    }
    this.#keep(chunk.subarray(from))
  }

  /** A last line need not end. */
  end(): void {
    if (this.#rest.length > 0) this.#finish(Buffer.alloc(0))
  }

  #finish(end: Buffer) {
    this.#keep(end)
    const line = this.#rest
    this.#rest = Buffer.alloc(0)
    this.#onLine(line, 0, line.length)
  }

  #keep(bytes: Buffer) {
    const room = LINE_BYTES - this.#rest.length
    if (bytes.length > 0 && room > 0)
      this.#rest = Buffer.concat([this.#rest, bytes.subarray(0, room)])
  }
}
