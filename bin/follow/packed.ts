import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Packing } from '#lib/events/archive/names.ts'
import { unpacked } from '#lib/events/archive/packing.ts'
import { reasonOf, UserError } from '#lib/failures.ts'

const PACKINGS: Record<string, Packing | 'xz'> = { gz: 'gz', bz2: 'bz2', zst: 'zst', xz: 'xz' }

/** How a file is compressed, by its name; null when it is not. */
export const packingOf = (path: string): Packing | 'xz' | null =>
  PACKINGS[/\.(\w+)$/.exec(path)?.[1] ?? ''] ?? null

/** What was in a compressed file, in a file without a name that goes when it is closed. Throws a UserError when it cannot be unpacked. */
export async function unpack(path: string): Promise<FileHandle> {
  const target = join(tmpdir(), `belfry-${randomUUID()}`)
  const handle = await open(target, 'wx+', 0o600)
  try {
    await rm(target)
    for await (const chunk of contentOf(path)) await handle.write(chunk)
    return handle
  } catch (error) {
    await handle.close()
    throw new UserError(`${path} cannot be unpacked: ${reasonOf(error)}`)
  }
}

function contentOf(path: string): AsyncIterable<Uint8Array> {
  const packing = packingOf(path)
  return packing === 'xz' ? unpackedByXz(path) : unpacked(createReadStream(path), packing)
}

/** Node has no such unpacker; most systems have one. */
async function* unpackedByXz(path: string): AsyncGenerator<Uint8Array> {
  const xz = spawn('xz', ['-dc', '--', path], { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise<number | null>((resolve, reject) => {
    xz.on('error', reject)
    xz.on('close', resolve)
  })
  ended.catch(() => {})
  yield* xz.stdout
  if ((await ended) !== 0) throw new Error('xz did not end well')
}
