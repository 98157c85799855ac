import { open } from 'node:fs/promises'
import { log } from '#lib/log.ts'
import { syncFolder } from '#lib/relay/spool/durable.ts'
import { type Segment, segmentFile } from '#lib/relay/spool/segments.ts'

/** The file of a spool that is written to. */
export interface Tail {
  segment: Segment
  /** Resolves when the bytes are on the disk for good; rejects when none of them are there. */
  write(bytes: Buffer, items: number): Promise<void>
  close(): Promise<void>
}

export async function openTail(folder: string, number: number): Promise<Tail> {
  const segment: Segment = { number, bytes: 0, items: 0 }
  const handle = await open(segmentFile(folder, number), 'wx', 0o600)
  await syncFolder(folder)

  async function writeAll(bytes: Buffer) {
    for (let at = 0; at < bytes.length; ) {
      const left = bytes.length - at
      const { bytesWritten } = await handle.write(bytes, at, left, segment.bytes + at)
      at += bytesWritten
    }
  }

  /** Otherwise the next process would read what nobody was told to be kept. */
  async function takeBack() {
    try {
      await handle.truncate(segment.bytes)
      await handle.datasync()
    } catch (error) {
      log.error({ err: error }, 'what was refused for lack of room may be sent all the same')
    }
  }

  return {
    segment,
    async write(bytes, items) {
      try {
        await writeAll(bytes)
        await handle.datasync()
      } catch (error) {
        await takeBack()
        throw error
      }
      segment.bytes += bytes.length
      segment.items += items
    },
    close: () => handle.close(),
  }
}
