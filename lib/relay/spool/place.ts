import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { jsonOf } from '#lib/intake/untrusted.ts'
import { syncFolder } from '#lib/relay/spool/durable.ts'

const place = z.object({ segment: z.int().min(0), offset: z.int().min(0) })
/** Where a frame ends in a spool. */
export type Place = z.output<typeof place>

const progress = place.extend({
  claim: z.object({ centre: z.string(), isOnly: z.boolean(), to: place }).nullable(),
})
/**
 * Up to where everything was taken; and to whom, up to where, what follows may have been sent. `isOnly`: there was no other
 * centre then.
 */
export type Progress = z.output<typeof progress>

/** How far a spool was sent, as the disk knows it. */
export interface PlaceFile {
  progress(): Progress
  /** Resolves when it is on the disk for good; until then, whatever happens, there is what was there before. */
  save(next: Progress): Promise<void>
  close(): Promise<void>
}

const FILE = 'place'
/** Two places in one file, written in turns: that takes no room, so that a full disk can be emptied. */
const SLOT_BYTES = 4_096
const HEAD_BYTES = 8
const slot = progress.extend({ turn: z.int().min(0) })
type Slot = z.output<typeof slot>

const BEGINNING: Slot = { segment: 0, offset: 0, claim: null, turn: 0 }

export const isBefore = (a: Place, b: Place): boolean =>
  a.segment < b.segment || (a.segment === b.segment && a.offset < b.offset)

/** Where nothing can be read it is the beginning: what is there is sent again, and counted once. */
export async function openPlace(folder: string): Promise<PlaceFile> {
  const handle = await openFile(join(folder, FILE))
  await syncFolder(folder)
  let current = await read(handle)

  return {
    progress: () => current,
    async save(next) {
      const following = { ...next, turn: current.turn + 1 }
      const bytes = encoded(following)
      await handle.write(bytes, 0, SLOT_BYTES, (following.turn % 2) * SLOT_BYTES)
      await handle.datasync()
      current = following
    },
    close: () => handle.close(),
  }
}

async function openFile(path: string): Promise<FileHandle> {
  const handle = await open(path, 'r+', 0o600).catch(() => open(path, 'w+', 0o600))
  const { size } = await handle.stat()
  if (size < 2 * SLOT_BYTES) {
    await handle.write(Buffer.alloc(2 * SLOT_BYTES - size), 0, 2 * SLOT_BYTES - size, size)
    await handle.datasync()
  }
  return handle
}

async function read(handle: FileHandle): Promise<Slot> {
  const bytes = Buffer.alloc(2 * SLOT_BYTES)
  await handle.read(bytes, 0, bytes.length, 0)
  const slots = [bytes.subarray(0, SLOT_BYTES), bytes.subarray(SLOT_BYTES)].map(decoded)
  return slots.reduce((newest, one) => (one.turn > newest.turn ? one : newest), BEGINNING)
}

function encoded(content: Slot): Buffer {
  const text = Buffer.from(JSON.stringify(content))
  const bytes = Buffer.alloc(SLOT_BYTES)
  bytes.writeUInt32BE(text.length, 0)
  bytes.writeUInt32BE(crc32(text), 4)
  text.copy(bytes, HEAD_BYTES)
  return bytes
}

/** The beginning for what was not written whole. */
function decoded(bytes: Buffer): Slot {
  const text = bytes.subarray(HEAD_BYTES, HEAD_BYTES + bytes.readUInt32BE(0))
  if (bytes.readUInt32BE(4) !== crc32(text)) return BEGINNING
  return slot.safeParse(jsonOf(text.toString())).data ?? BEGINNING
}
