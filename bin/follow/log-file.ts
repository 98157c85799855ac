import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { packingOf, unpack } from '#bin/follow/packed.ts'

const CHUNK_BYTES = 256 * 1024
/** As much of a file's beginning tells it from others; the beginnings of logs have times in them. */
const HEAD_BYTES = 4_096
const LF = 0x0a

/** What tells a file from others, also after it was copied or compressed. */
export interface Head {
  bytes: number
  hash: string
}

export interface Line {
  text: string
  /** where it begins */
  offset: number
}

export interface Lines {
  lines: Line[]
  /** where the next ones begin */
  end: number
}

/** A log file that is open, whatever becomes of its name. */
export interface LogFile {
  device: string
  inode: string
  /** when it was last written to, in milliseconds */
  modified: number
  /** unpacked */
  size(): Promise<number>
  /** Of its first bytes: of as many as tell it from others, and no more than these. */
  head(bytes: number): Promise<Head>
  /**
   * The next whole lines from there, no further than `until`; at the end of a file that grows no more, the unfinished
   * last one, too.
   */
  read(offset: number, options: { isFinished: boolean; until?: number | undefined }): Promise<Lines>
  close(): Promise<void>
}

/** Also one that was compressed, read as if it were not. Null when there is no such file. */
export async function openLogFile(path: string): Promise<LogFile | null> {
  const handle = await open(path).catch(nullIfMissing)
  if (!handle) return null

  const { dev, ino, mtimeMs } = await handle.stat({ bigint: true })
  const content = packingOf(path) ? await unpack(path).finally(() => handle.close()) : handle
  return {
    ...{ device: String(dev), inode: String(ino), modified: Number(mtimeMs) },
    size: async () => (await content.stat()).size,
    head: bytes => headOf(content, Math.min(bytes, HEAD_BYTES)),
    read: (offset, { isFinished, until }) => readLines(content, offset, isFinished, until),
    close: () => content.close(),
  }
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}

async function headOf(handle: FileHandle, bytes: number): Promise<Head> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0)
  const hash = createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('base64url')
  return { bytes: bytesRead, hash }
}

async function readLines(
  handle: FileHandle,
  offset: number,
  isFinished: boolean,
  until = offset + CHUNK_BYTES,
): Promise<Lines> {
  const wanted = Math.min(CHUNK_BYTES, until - offset)
  const buffer = Buffer.allocUnsafe(wanted)
  const { bytesRead } = await handle.read(buffer, 0, wanted, offset)
  const bytes = buffer.subarray(0, bytesRead)
  const whole = bytes.lastIndexOf(LF) + 1
  // A line that fills the chunk is cut: nobody reads more of it.
  const isEnd = isFinished || bytesRead === wanted
  const end = whole > 0 || !isEnd ? whole : bytesRead
  return { lines: linesIn(bytes.subarray(0, end), offset), end: offset + end }
}

function linesIn(bytes: Buffer, offset: number): Line[] {
  const lines: Line[] = []
  for (let start = 0; start < bytes.length; ) {
    const feed = bytes.indexOf(LF, start)
    const end = feed < 0 ? bytes.length : feed
    const text = textOf(bytes.subarray(start, end)).replace(/\r$/, '')
    if (text.trim() !== '') lines.push({ text, offset: offset + start })
    start = end + 1
  }
  return lines
}

const textOf = (bytes: Buffer) => bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1')
