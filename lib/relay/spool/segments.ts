import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { framesIn } from '#lib/relay/spool/frame.ts'

const NAME = /^(\d{12})\.units$/

/** A file of a spool that nothing is added to any more. */
export interface Segment {
  number: number
  bytes: number
  items: number
}

export const segmentFile = (folder: string, number: number): string =>
  join(folder, `${String(number).padStart(12, '0')}.units`)

/** Those that are there, the oldest first. */
export async function listSegments(folder: string): Promise<Segment[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const numbers = (await readdir(folder)).flatMap(name => NAME.exec(name)?.[1] ?? []).map(Number)
  const segments: Segment[] = []
  for (const number of numbers.sort((a, b) => a - b)) {
    const path = segmentFile(folder, number)
    segments.push({ number, bytes: (await stat(path)).size, items: itemsIn(await readFile(path)) })
  }
  return segments
}

/** How many things are in the frames of these bytes. */
export function itemsIn(bytes: Buffer): number {
  let items = 0
  for (const piece of framesIn(bytes, true)) if ('items' in piece) items += piece.items
  return items
}

/** The bytes of a segment in a range; fewer when it ends before, none when it is gone. */
export async function readSegment(
  folder: string,
  number: number,
  from: number,
  to: number,
): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(Math.max(to - from, 0))
  const handle = await open(segmentFile(folder, number)).catch(unlessGone)
  if (!handle) return bytes.subarray(0, 0)
  try {
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, from)
    return bytes.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

function unlessGone(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}

export const removeSegment = (folder: string, number: number): Promise<void> =>
  rm(segmentFile(folder, number), { force: true })
