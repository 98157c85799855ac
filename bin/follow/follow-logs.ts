import { setTimeout as delay } from 'node:timers/promises'
import { type Line, type LogFile, openLogFile } from '#bin/follow/log-file.ts'
import type { LogPaths } from '#bin/follow/log-paths.ts'
import type { Position, Positions } from '#bin/follow/positions.ts'
import {
  findMoved,
  hasHead,
  identityOf,
  isSame,
  newestRotation,
  nextMissed,
} from '#bin/follow/rotations.ts'

const LOOK_MS = 1_000
/** Whoever had a file open writes to it for a moment after it was renamed. */
const QUIET_LOOKS = 2
/** As many of the files that were read last are known again after they were written to, copied or compressed. */
const DONE_KEPT = 20

/** Lines of one file. */
export interface Written {
  path: string
  position: Position
  lines: Line[]
  /** when they were read, in milliseconds: the same when they are sent again */
  at: number
}

export interface Following {
  paths: LogPaths
  positions: Positions
  /** whether what is there already is sent, too */
  fromStart: boolean
  /** resolves when it is taken for good */
  send(written: Written): Promise<void>
  /** hears of what is missing */
  say(line: string): void
  signal: AbortSignal
  lookMs?: number
}

interface Followed {
  file: LogFile
  /** for how many looks it had nothing new, since it is not the one that its path means */
  quiet: number
}

/**
 * Sends what is written to log files until the signal aborts. A file that is renamed, or copied and emptied, is read to
 * its end, then those of its name that came and went meanwhile, compressed or not, then the one of its name. What was
 * sent once is not sent again by the next process with the same positions; what may have been, again as the same.
 */
export async function followLogs(following: Following): Promise<void> {
  const { paths, signal, lookMs = LOOK_MS } = following
  const open = new Map<string, Followed>()
  try {
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      const isFromStart = following.fromStart || !isFirst
      let hasSent = false
      for (const path of new Set([...paths(), ...open.keys()]))
        if (!signal.aborted) hasSent = (await look(path, open, following, isFromStart)) || hasSent
      if (!hasSent) await delay(lookMs, undefined, { signal }).catch(() => {})
    }
  } finally {
    for (const { file } of open.values()) await file.close()
  }
}

/** Sends what one file has more; answers whether to look again at once. */
async function look(
  path: string,
  open: Map<string, Followed>,
  following: Following,
  isFromStart: boolean,
): Promise<boolean> {
  const followed = open.get(path) ?? (await takeUp(path, following, isFromStart))
  if (!followed) return false
  open.set(path, followed)
  const current = await identityOf(path)
  const isCurrent = current !== null && isSame(current, followed.file)
  if (isCurrent && (await wasEmptied(path, followed.file, following.positions)))
    return goBack(path, followed, following)

  if (await sendMore(path, followed.file, following, false)) {
    followed.quiet = 0
    return true
  }
  if (isCurrent || ++followed.quiet < QUIET_LOOKS) return false
  await finish(path, followed.file, following)
  open.delete(path)
  const next = await goOn(path, following)
  if (next) open.set(path, next)
  return next !== null
}

/** Which file a path begins with: the one that was read last, should it only have been moved meanwhile. */
async function takeUp(
  path: string,
  following: Following,
  isFromStart: boolean,
): Promise<Followed | null> {
  const { positions, say } = following
  const file = await openLogFile(path)
  if (!file) return null
  const known = positions.get(path)
  if (known && isSame(known, file)) return { file, quiet: 0 }
  if (!known) {
    const offset = isFromStart ? 0 : await file.size()
    const done = { until: await newestRotation(path), files: [] }
    positions.set(path, { ...beginning(file), offset, head: await file.head(offset), done })
    return { file, quiet: 0 }
  }

  await file.close()
  const moved = await findMoved(path, known)
  if (!moved) {
    if (known.done.files.some(one => isSame(one, known))) return goOn(path, following)
    say(`What ${path} was before is not there any more: what it was written last may be missing.`)
    return goOn(path, following)
  }
  positions.set(path, { ...known, ...identityIn(moved) })
  return { file: moved, quiet: 0 }
}

/** The one that comes next, from its beginning; null while there is none. */
async function goOn(path: string, { positions, say }: Following): Promise<Followed | null> {
  const known = positions.get(path)
  const file = (known && (await nextMissed(path, known, say))) ?? (await openLogFile(path))
  if (!file) return null
  positions.set(path, beginning(file, known))
  return { file, quiet: 0 }
}

async function wasEmptied(path: string, file: LogFile, positions: Positions): Promise<boolean> {
  const { offset, head } = positions.get(path) ?? beginning(file)
  const size = await file.size()
  return size < offset || (size > offset && !(await hasHead(file, head)))
}

/** To the copy that was made before it was emptied, if there is one, else to its beginning. */
async function goBack(path: string, followed: Followed, { positions }: Following): Promise<true> {
  const known = positions.get(path)
  const copy = known && (await findMoved(path, known))
  if (!copy) {
    positions.set(path, beginning(followed.file, known))
    return true
  }
  positions.set(path, { ...known, ...identityIn(copy) })
  await followed.file.close()
  Object.assign(followed, { file: copy, quiet: 0 })
  return true
}

/** Sends an unfinished last line, too, and remembers that all of it was read. */
async function finish(path: string, file: LogFile, following: Following): Promise<void> {
  while (await sendMore(path, file, following, true));
  const { positions } = following
  const position = positions.get(path) ?? beginning(file)
  const size = await file.size()
  const done = { ...identityIn(file), size, head: await file.head(size) }
  const files = [...position.done.files, done].slice(-DONE_KEPT)
  const until = Math.max(position.done.until, file.modified)
  positions.set(path, { ...position, done: { until, files } })
  await file.close()
}

const identityIn = ({ device, inode }: LogFile) => ({ device, inode })

/** Never at the same time as the one before: their lines would be taken for the same ones. */
const beginning = (file: LogFile, before?: Position): Position => ({
  ...identityIn(file),
  ...{ offset: 0, head: { bytes: 0, hash: '' } },
  since: Math.max(Date.now(), (before?.since ?? 0) + 1),
  done: before?.done ?? { until: 0, files: [] },
})

async function sendMore(
  path: string,
  file: LogFile,
  { positions, send }: Following,
  isFinished: boolean,
): Promise<boolean> {
  const { pending, ...position } = positions.get(path) ?? beginning(file)
  const { lines, end } = await file.read(position.offset, { isFinished, until: pending?.end })
  if (end === position.offset) return false

  const at = pending?.at ?? Date.now()
  // Before anything is sent, so that what is sent again is the very same.
  if (lines.length > 0) {
    if (!pending) positions.set(path, { ...position, pending: { end, at } })
    await send({ path, position, lines, at })
  }
  positions.set(path, { ...position, offset: end, head: await file.head(end) })
  return true
}
