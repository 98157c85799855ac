import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { type Head, type LogFile, openLogFile } from '#bin/follow/log-file.ts'
import { packingOf } from '#bin/follow/packed.ts'
import type { Position } from '#bin/follow/positions.ts'
import { reasonOf } from '#lib/failures.ts'

/** `.1`, `-20261122`, `.2026-11-22_10`, `.old`, and what compresses. */
const MORE = /^(?:[._-](?:\d[\dTZ:._-]*?|old|bak|prev))?(?:\.(?:gz|bz2|zst|xz))?$/

export interface Identity {
  device: string
  inode: string
}

export const isSame = (a: Identity, b: Identity): boolean =>
  a.inode === b.inode && a.device === b.device

/** Which file a path means now, or null. */
export async function identityOf(path: string): Promise<(Identity & { modified: number }) | null> {
  const found = await stat(path, { bigint: true }).catch(() => null)
  if (!found) return null
  const { dev, ino, mtimeMs } = found
  return { device: String(dev), inode: String(ino), modified: Number(mtimeMs) }
}

/** Whether a file is called as one that another was rotated to: `a.log.1.gz`, `a-20261122.log`. */
export function isRotationOf(name: string, log: string): boolean {
  if (name === log) return false
  if (name.startsWith(log)) return MORE.test(name.slice(log.length))
  const end = extname(log)
  const stem = basename(log, end)
  const place = name.indexOf(end, stem.length)
  if (end === '' || place < 0 || !name.startsWith(stem)) return false
  return MORE.test(name.slice(stem.length, place)) && MORE.test(name.slice(place + end.length))
}

/** When the newest of them was last written to, in milliseconds; 0 when there is none. */
export async function newestRotation(path: string): Promise<number> {
  const found = await rotationsOf(path)
  return found.reduce((newest, { modified }) => Math.max(newest, modified), 0)
}

/** The file that was read so far, wherever it is now: renamed, copied before it was emptied, or compressed. */
export async function findMoved(path: string, known: Position): Promise<LogFile | null> {
  const isIt = async (file: LogFile) =>
    (await file.size()) >= known.offset && (await hasHead(file, known.head))
  const current = await identityOf(path)
  return (
    (await firstThat(await renamedTo(path, known), current, isIt)) ??
    // What nothing was read of cannot be known again.
    (known.head.bytes > 0
      ? firstThat(await rotationsOf(path, known.done.until), current, isIt)
      : null)
  )
}

/** The oldest file to which the log was rotated since, and which was not read. */
export async function nextMissed(
  path: string,
  { done }: Position,
  say: (line: string) => void,
): Promise<LogFile | null> {
  const isUnread = async (file: LogFile) => {
    for (const one of done.files) if (await wasDone(file, one)) return false
    return true
  }
  return firstThat(await rotationsOf(path, done.until), await identityOf(path), isUnread, say)
}

/** One that was renamed may have grown since; a number of a file that is gone is given to another one. */
async function wasDone(file: LogFile, one: Position['done']['files'][number]): Promise<boolean> {
  const isLikely = isSame(one, file) || (await file.size()) === one.size
  return isLikely && hasHead(file, one.head)
}

/** Whether a file begins as what was read did. */
export const hasHead = async (file: LogFile, { bytes, hash }: Head): Promise<boolean> =>
  bytes === 0 || (await file.head(bytes)).hash === hash

/** Whatever its name is, in the same folder. */
async function renamedTo(path: string, known: Identity): Promise<Rotation[]> {
  const others = (await readdir(dirname(path))).map(name => join(dirname(path), name))
  const found = await Promise.all(
    others.map(async other => ({ path: other, identity: await identityOf(other) })),
  )
  return found.flatMap(({ path: other, identity }) =>
    other !== path && identity && isSame(identity, known) ? [{ ...identity, path: other }] : [],
  )
}

type Rotation = Identity & { path: string; modified: number }

/** Those written to after a time, the oldest first; what is compressed only when the other is not there any more. */
async function rotationsOf(path: string, after = -1): Promise<Rotation[]> {
  const folder = dirname(path)
  const names = (await readdir(folder).catch(() => [])).filter(name =>
    isRotationOf(name, basename(path)),
  )
  const unpackedOnes = names.filter(
    name => !packingOf(name) || !names.includes(name.slice(0, -extname(name).length)),
  )
  const found = await Promise.all(
    unpackedOnes.map(async name => ({ name, identity: await identityOf(join(folder, name)) })),
  )
  return found
    .flatMap(({ name, identity }) => (identity ? [{ ...identity, path: join(folder, name) }] : []))
    .filter(({ modified }) => modified > after)
    .sort((a, b) => a.modified - b.modified)
}

/** The others are closed. What cannot be unpacked is passed over. */
async function firstThat(
  rotations: readonly Rotation[],
  current: Identity | null,
  isIt: (file: LogFile) => Promise<boolean>,
  say: (line: string) => void = () => {},
): Promise<LogFile | null> {
  for (const rotation of rotations) {
    if (current && isSame(current, rotation)) continue
    const file = await openLogFile(rotation.path).catch(error => {
      say(reasonOf(error))
      return null
    })
    if (file && (await isIt(file))) return file
    await file?.close()
  }
  return null
}
