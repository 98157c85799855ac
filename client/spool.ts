import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { complain } from './complaints.ts'

/** Batches that could not be sent, one file each, the oldest first. Other processes may share the folder. */
export interface Spool {
  /** False when there is no room, or the disk fails. */
  keep(lines: readonly string[]): boolean
  hasWork(): boolean
  /** The oldest batch, which is there until it is `done`. */
  next(): { lines: string[]; done(): void } | undefined
}

const ENDING = '.jsonl'

export function openSpool(folder: string, mostBytes: number): Spool {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  let names = list(folder)
  let number = 0

  function keep(lines: readonly string[]): boolean {
    const text = lines.join('\n')
    try {
      if (sizeOf(folder) + text.length > mostBytes) {
        complain(`the spool ${folder} is full`)
        return false
      }
      const name = `${Date.now()}-${process.pid}-${++number}${ENDING}`
      // Whole or not at all.
      writeFileSync(join(folder, `${name}.new`), text, { mode: 0o600 })
      renameSync(join(folder, `${name}.new`), join(folder, name))
      names.push(name)
      return true
    } catch (error) {
      complain(`the spool ${folder} cannot be written: ${(error as Error).message}`)
      return false
    }
  }

  function read(name: string): string[] | undefined {
    try {
      return readFileSync(join(folder, name), 'utf8').split('\n')
    } catch {
      // Another process has sent it meanwhile.
      return undefined
    }
  }

  return {
    keep,
    hasWork: () => names.length > 0,
    next() {
      for (const name of [...names]) {
        const lines = read(name)
        const done = () => {
          names = names.filter(other => other !== name)
          rmSync(join(folder, name), { force: true })
        }
        if (lines) return { lines, done }
        done()
      }
      return undefined
    },
  }
}

const list = (folder: string) =>
  readdirSync(folder)
    .filter(name => name.endsWith(ENDING))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))

const sizeOf = (folder: string): number =>
  list(folder).reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
