import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Line, type LogFile, openLogFile, type Position } from '#bin/follow/log-file.ts'
import type { LogPaths } from '#bin/follow/log-paths.ts'
import type { Positions } from '#bin/follow/positions.ts'

const LOOK_MS = 1_000

/** Lines of one file. */
export interface Written {
  path: string
  position: Position
  lines: Line[]
}

export interface Following {
  paths: LogPaths
  positions: Positions
  /** whether what is there already is sent, too */
  fromStart: boolean
  /** resolves when it is taken for good */
  send(written: Written): Promise<void>
  signal: AbortSignal
  lookMs?: number
}

/**
 * Sends what is written to log files until the signal aborts. A file that is renamed is read to its end, then the new
 * one of its name from its beginning; one that has become shorter, from its beginning. What was sent once is not sent
 * again by the next process with the same positions.
 */
export async function followLogs(following: Following): Promise<void> {
  const { paths, signal, lookMs = LOOK_MS } = following
  const open = new Map<string, LogFile>()
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const isFromStart = following.fromStart || !isFirst
    let hasSent = false
    for (const path of new Set([...paths(), ...open.keys()]))
      if (!signal.aborted) hasSent = (await look(path, open, following, isFromStart)) || hasSent
    if (!hasSent) await delay(lookMs, undefined, { signal }).catch(() => {})
  }
  for (const file of open.values()) await file.close()
}

/** Sends what one file has more; answers whether that was anything. */
async function look(
  path: string,
  open: Map<string, LogFile>,
  following: Following,
  isFromStart: boolean,
): Promise<boolean> {
  const now = await openLogFile(path)
  const before = open.get(path) ?? (now && (await takeUp(path, now, following, isFromStart)))
  if (!before) return false

  const isSame = now !== null && before.inode === now.inode && before.device === now.device
  if (isSame && now !== before) await now.close()
  open.set(path, before)
  if (await sendMore(path, before, following, !isSame)) {
    if (!isSame) await now?.close()
    return true
  }
  if (isSame) return false

  // The old one is read to its end: from here on it is the new one, if there is one already.
  await before.close()
  open.delete(path)
  if (!now) return false
  open.set(path, now)
  following.positions.set(path, beginning(now))
  return true
}

/** Which file a path begins with: the one that was read last, should it only have been renamed meanwhile. */
async function takeUp(
  path: string,
  now: LogFile,
  { positions }: Following,
  isFromStart: boolean,
): Promise<LogFile> {
  const known = positions.get(path)
  if (!known) {
    positions.set(path, { ...beginning(now), offset: isFromStart ? 0 : await now.size() })
    return now
  }
  if (known.inode === now.inode && known.device === now.device) return now
  const renamed = await findRenamed(path, known)
  if (renamed) return renamed
  positions.set(path, beginning(now))
  return now
}

const beginning = ({ device, inode }: LogFile): Position => ({
  device,
  inode,
  offset: 0,
  since: Date.now(),
})

async function findRenamed(
  path: string,
  known: { device: string; inode: string },
): Promise<LogFile | null> {
  const folder = dirname(path)
  for (const name of await readdir(folder)) {
    const file = await openLogFile(join(folder, name)).catch(() => null)
    if (file?.inode === known.inode && file.device === known.device) return file
    await file?.close()
  }
  return null
}

async function sendMore(
  path: string,
  file: LogFile,
  { positions, send }: Following,
  isFinished: boolean,
): Promise<boolean> {
  const known = positions.get(path)
  const isAnew = !known || (await file.size()) < known.offset
  const position = isAnew ? beginning(file) : known
  // Before anything is sent, so that what is sent again has the same names.
  if (isAnew) positions.set(path, position)

  const { lines, end } = await file.read(position.offset, isFinished)
  if (end === position.offset) return false
  if (lines.length > 0) await send({ path, position, lines })
  positions.set(path, { ...position, offset: end })
  return true
}
