import { isUtf8 } from 'node:buffer'
import { type FileHandle, open } from 'node:fs/promises'

const CHUNK_BYTES = 256 * 1024
const LF = 0x0a

/** Where in which file: a file that is renamed stays the same, another one of its name does not. */
export interface Position {
  device: string
  inode: string
  offset: number
  /** when it was begun with, in milliseconds: after it was emptied, the same offset is another place */
  since: number
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
  size(): Promise<number>
  /** The next whole lines from there; at the end of a file that grows no more, the unfinished last one, too. */
  read(offset: number, isFinished: boolean): Promise<Lines>
  close(): Promise<void>
}

/** Null when there is no such file. */
export async function openLogFile(path: string): Promise<LogFile | null> {
  const handle = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (!handle) return null

  const { dev, ino } = await handle.stat({ bigint: true })
  return {
    device: String(dev),
    inode: String(ino),
    size: async () => (await handle.stat()).size,
    read: (offset, isFinished) => readLines(handle, offset, isFinished),
    close: () => handle.close(),
  }
}

async function readLines(handle: FileHandle, offset: number, isFinished: boolean): Promise<Lines> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, offset)
  const bytes = buffer.subarray(0, bytesRead)
  const whole = bytes.lastIndexOf(LF) + 1
  // A line that fills the chunk is cut: nobody reads more of it.
  const isEnd = isFinished || bytesRead === CHUNK_BYTES
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
