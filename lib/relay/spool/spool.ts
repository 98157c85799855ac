import pLimit from 'p-limit'
import { openBell } from '#lib/relay/spool/bell.ts'
import { type Frame, framed, framesIn } from '#lib/relay/spool/frame.ts'
import type { Place } from '#lib/relay/spool/place.ts'
import {
  itemsIn,
  listSegments,
  readSegment,
  removeSegment,
  type Segment,
} from '#lib/relay/spool/segments.ts'
import { openTail, type Tail } from '#lib/relay/spool/tail.ts'

/** What was sent of the file that is written to is given back from here on. */
const GIVEN_BACK_BYTES = 1024 * 1024

/** Frames that were read together, and where they end. */
export interface Batch {
  frames: Frame[]
  to: Place
  items: number
  /** bytes among them that are no frames */
  damaged: number
}

/** What was put on the disk of one project and is not taken yet, in the order in which it came. */
export interface Spool {
  /** On the disk. */
  bytes(): number
  /** Things in it that were not released. */
  items(): number
  /** Resolves when it is on the disk for good. Rejects when it is not, and never will be. */
  append(frame: Frame): Promise<void>
  /** What comes after a place, about so many bytes but a frame at least; waits for it. Null when the signal aborts. */
  next(after: Place, mostBytes: number, signal: AbortSignal): Promise<Batch | null>
  /** What lies before the batch's end is not needed any more. Answers how many things of it were dropped meanwhile. */
  release(batch: Pick<Batch, 'to' | 'items'>): Promise<number>
  /** Forgets the oldest file; answers how many things were in it. */
  dropOldest(): Promise<number>
  close(): Promise<void>
}

/** `after` is what was taken already. */
export async function openSpool(options: {
  folder: string
  segmentBytes: number
  after: Place
}): Promise<Spool> {
  const { folder, segmentBytes, after } = options
  const segments = await unread(folder, after)
  const bell = openBell()
  let newest = segments.at(-1)?.number ?? after.segment
  // What an earlier process has left may end in half a frame: nothing is added to it.
  let tail: Tail | undefined
  const inTurn = pLimit(1)

  async function append(frame: Frame): Promise<void> {
    if (tail && tail.segment.bytes >= segmentBytes) await seal()
    if (!tail) {
      tail = await openTail(folder, ++newest)
      segments.push(tail.segment)
    }
    try {
      await tail.write(framed(frame), frame.items)
    } catch (error) {
      if (!isFull(error)) await seal()
      throw error
    }
    bell.ring()
  }

  async function seal() {
    const sealed = tail
    tail = undefined
    await sealed?.close()
    if (sealed?.segment.bytes === 0) await forget(sealed.segment)
  }

  /** Nothing of it is needed; one that is added to is given back once that is worth it, so that a full disk gets room. */
  const isDone = (to: Place) => (segment: Segment) =>
    segment.number < to.segment ||
    (segment.number === to.segment &&
      segment.bytes <= to.offset &&
      (segment !== tail?.segment || segment.bytes >= Math.min(segmentBytes, GIVEN_BACK_BYTES)))

  async function read(after: Place, mostBytes: number): Promise<Batch | null> {
    const from = ({ number }: Segment) => (number === after.segment ? after.offset : 0)
    const segment = segments.find(one => one.number >= after.segment && from(one) < one.bytes)
    if (!segment) return null
    const start = from(segment)
    const end = Math.min(start + mostBytes, segment.bytes)
    const bytes = await readSegment(folder, segment.number, start, end)
    // Somebody has cut the file, or removed it: its end is here.
    if (start + bytes.length < end) segment.bytes = start + bytes.length
    const isAll = start + bytes.length >= segment.bytes
    const pieces = [...framesIn(bytes, isAll)]
    if (pieces.length === 0) return read(after, mostBytes * 2)
    const frames = pieces.filter(piece => 'payload' in piece)
    return {
      frames,
      to: { segment: segment.number, offset: start + (pieces.at(-1)?.end ?? 0) },
      items: frames.reduce((sum, { items }) => sum + items, 0),
      damaged: pieces.reduce((sum, piece) => sum + ('damaged' in piece ? piece.damaged : 0), 0),
    }
  }

  async function forget(segment: Segment) {
    if (segment === tail?.segment) await seal()
    const place = segments.indexOf(segment)
    if (place < 0) return
    segments.splice(place, 1)
    await removeSegment(folder, segment.number)
  }

  return {
    bytes: () => segments.reduce((sum, { bytes }) => sum + bytes, 0),
    items: () => segments.reduce((sum, { items }) => sum + items, 0),
    append: frame => inTurn(() => append(frame)),

    async next(after, mostBytes, signal) {
      while (!signal.aborted) {
        const rung = bell.next(signal)
        const batch = await read(after, mostBytes)
        if (batch) return batch
        await rung
      }
      return null
    },

    release: ({ to, items }) =>
      inTurn(async () => {
        const current = segments.find(({ number }) => number === to.segment)
        if (current) current.items -= items
        for (const segment of segments.filter(isDone(to))) await forget(segment)
        return current ? 0 : items
      }),

    async dropOldest() {
      const [oldest] = segments
      if (!oldest) return 0
      await inTurn(() => forget(oldest))
      return oldest.items
    },

    close: () => inTurn(seal),
  }
}

/** The file itself is as good as it was. */
const isFull = (error: unknown) =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')

/** The segments that hold more than what was taken. */
async function unread(folder: string, after: Place): Promise<Segment[]> {
  const segments: Segment[] = []
  for (const segment of await listSegments(folder)) {
    if (segment.number > after.segment) segments.push(segment)
    else if (segment.number < after.segment || segment.bytes <= after.offset)
      await removeSegment(folder, segment.number)
    else {
      const { number, bytes } = segment
      const items = itemsIn(await readSegment(folder, number, after.offset, bytes))
      segments.push({ number, bytes, items })
    }
  }
  return segments
}
