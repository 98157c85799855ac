import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { complain } from './complaints.ts'
import { newId } from './ids.ts'

/**
 * Lines that could not be sent, in files that are batches, the oldest first. Other processes may share the folder: a file that ends with
 * `.jsonl` is complete and anybody's, one with `.open` is being written by the process in its name.
 */
export interface Spool {
  /** False when there is no room, or the disk fails. What is there survives the process, not the loss of power. */
  keep(lines: readonly string[]): boolean
  hasWork(): boolean
  /** The oldest batch, which is there until it is `done`. */
  next(): { lines: string[]; done(): void } | undefined
}

const COMPLETE = '.jsonl'
const OPEN = '.open'
/** Of one file. */
const MOST = { lines: 500, bytes: 512 * 1024 }
/** An open file of another host, whose processes nobody here knows, is given up by then. */
const GIVEN_UP_MS = 3_600_000

/** Throws when the folder cannot be made. */
export function openSpool(folder: string, mostBytes: number): Spool {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const name of namesIn(folder, OPEN)) if (isOrphan(folder, name)) complete(folder, name)
  let names = namesIn(folder, COMPLETE)
  let growing: { name: string; lines: number; bytes: number } | undefined

  function close() {
    const name = growing && complete(folder, growing.name)
    if (name !== undefined) names.push(name)
    growing = undefined
  }

  function append(lines: readonly string[]) {
    const text = `${lines.join('\n')}\n`
    const name = `${Date.now()}-${process.pid}-${hostname()}${OPEN}`
    growing ??= { name, lines: 0, bytes: 0 }
    appendFileSync(join(folder, growing.name), text, { mode: 0o600 })
    growing.lines += lines.length
    growing.bytes += text.length
    if (growing.lines >= MOST.lines || growing.bytes >= MOST.bytes) close()
  }

  return {
    keep(lines) {
      try {
        const more = lines.reduce((sum, line) => sum + line.length + 1, 0)
        if (sizeOf(folder) + more > mostBytes) {
          complain(`the spool ${folder} is full`)
          return false
        }
        for (let i = 0; i < lines.length; i += MOST.lines) append(lines.slice(i, i + MOST.lines))
        return true
      } catch (error) {
        complain(`the spool ${folder} cannot be written: ${(error as Error).message}`)
        return false
      }
    },

    hasWork: () => names.length > 0 || growing !== undefined,

    next() {
      if (names.length === 0) close()
      while (names[0] !== undefined) {
        const name = names[0]
        const lines = linesIn(join(folder, name))
        const done = () => {
          names = names.filter(other => other !== name)
          remove(join(folder, name))
        }
        if (lines.length > 0) return { lines, done }
        done()
      }
      return undefined
    },
  }
}

/** Its new name, or undefined when it is gone or cannot be renamed. */
function complete(folder: string, name: string): string | undefined {
  const completed = `${Number.parseInt(name, 10)}-${newId()}${COMPLETE}`
  try {
    renameSync(join(folder, name), join(folder, completed))
    return completed
  } catch {
    return undefined
  }
}

/** Whether the process that wrote it is gone. This one has written nothing yet: what has its number is of one before it. */
function isOrphan(folder: string, name: string): boolean {
  const [, pid, host] = /^\d+-(\d+)-(.*)\.open$/s.exec(name) ?? []
  if (host === hostname()) return Number(pid) === process.pid || !isAlive(Number(pid))
  const { mtimeMs } = statSync(join(folder, name), { throwIfNoEntry: false }) ?? { mtimeMs: 0 }
  return Date.now() - mtimeMs > GIVEN_UP_MS
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // It is there, but another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** None when another process has sent it meanwhile. */
function linesIn(path: string): string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter(line => line !== '')
  } catch {
    return []
  }
}

function remove(path: string) {
  try {
    rmSync(path, { force: true })
  } catch (error) {
    complain(`${path} was sent and cannot be removed: ${(error as Error).message}`)
  }
}

const namesIn = (folder: string, ending: string) =>
  readdirSync(folder)
    .filter(name => name.endsWith(ending))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))

const sizeOf = (folder: string): number =>
  readdirSync(folder).reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
