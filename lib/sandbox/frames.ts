import { FRAME_LIMIT } from '#lib/sandbox/limits.ts'

/** What engine and runner say to each other. Who sends what is noted beside each. */
export const kinds = {
  /** engine: begin a run; `number` is the owner, `name` the compiled script, `text` the scope as JSON */
  run: 1,
  /** engine: answer to call `number` */
  answer: 2,
  /** engine: failure of call `number` */
  failure: 3,
  /** engine: stop a run, whatever it does */
  end: 4,
  /** runner: takes runs now; `text` names the active layers, one a line */
  ready: 16,
  /** runner: source call `number`; `name` is `source.method`, `text` the arguments as JSON */
  call: 17,
  /** runner: console output as it comes, at most the kept beginning */
  output: 18,
  /** runner: the end of the output so far; `number` is all that was written, in characters */
  tail: 19,
  /** runner: `name` was recorded as `text` (JSON) */
  record: 20,
  /** runner: the script came to its end and is at rest; `text` is how, as JSON */
  done: 21,
  /**
   * runner: the isolate was thrown away; `name` says why: `ended` (as told, it was waiting), `halted` (as told,
   * it was computing), `memory`, `fatal` (V8 lost control of it), `syntax` or `failed` to begin (`text` says how)
   */
  gone: 22,
} as const

export type Kind = (typeof kinds)[keyof typeof kinds]

export interface Frame {
  kind: Kind
  run: number
  number: number
  name: string
  text: string
}

/** Length of what follows, kind, run, number, length of the name. */
const HEADER_BYTES = 4 + 1 + 4 + 4 + 4
const known = new Set<number>(Object.values(kinds))

export function encode({ kind, run, number, name, text }: Frame): Buffer {
  const nameBytes = Buffer.byteLength(name)
  const length = HEADER_BYTES + nameBytes + Buffer.byteLength(text)
  const bytes = Buffer.allocUnsafe(length)
  bytes.writeUInt32LE(length - 4, 0)
  bytes.writeUInt8(kind, 4)
  bytes.writeUInt32LE(run, 5)
  bytes.writeUInt32LE(number, 9)
  bytes.writeUInt32LE(nameBytes, 13)
  bytes.write(name, HEADER_BYTES)
  bytes.write(text, HEADER_BYTES + nameBytes)
  return bytes
}

const NOTHING: Buffer = Buffer.alloc(0)

/**
 * Cuts a stream into frames. Throws on the first thing that is not one: a length beyond the limit,
 * an unknown kind, a name that reaches beyond its frame. Nothing after that can be trusted.
 * However small the pieces are in which a frame comes, no more than the frame is held.
 */
export function frameReader(take: (frame: Frame) => void): (bytes: Buffer) => void {
  /** less than a header */
  let beginning: Buffer = NOTHING
  let coming: Buffer | undefined
  let filled = 0

  /** The bytes that follow on the frame that was coming in. */
  function fill(whole: Buffer, bytes: Buffer): Buffer {
    const used = bytes.copy(whole, filled)
    filled += used
    if (filled === whole.length) {
      coming = undefined
      take(decode(whole))
    }
    return bytes.subarray(used)
  }

  return bytes => {
    let all = coming ? fill(coming, bytes) : joined(beginning, bytes)
    beginning = NOTHING
    while (all.length >= HEADER_BYTES) {
      const length = lengthOf(all)
      if (all.length < length) {
        coming = Buffer.allocUnsafe(length)
        filled = all.copy(coming)
        return
      }
      take(decode(all.subarray(0, length)))
      all = all.subarray(length)
    }
    beginning = all
  }
}

const joined = (beginning: Buffer, bytes: Buffer) =>
  beginning.length === 0 ? bytes : Buffer.concat([beginning, bytes])

function lengthOf(bytes: Buffer): number {
  const length = 4 + bytes.readUInt32LE(0)
  if (length < HEADER_BYTES || length > FRAME_LIMIT) throw new Error(`a frame of ${length} bytes`)
  return length
}

function decode(bytes: Buffer): Frame {
  const kind = bytes.readUInt8(4)
  if (!known.has(kind)) throw new Error(`a frame of kind ${kind}`)
  const end = HEADER_BYTES + bytes.readUInt32LE(13)
  if (end > bytes.length) throw new Error('a name beyond its frame')
  return {
    kind: kind as Kind,
    run: bytes.readUInt32LE(5),
    number: bytes.readUInt32LE(9),
    name: bytes.toString('utf8', HEADER_BYTES, end),
    text: bytes.toString('utf8', end),
  }
}
