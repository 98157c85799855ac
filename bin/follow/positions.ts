import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { Position } from '#bin/follow/log-file.ts'
import { reasonOf, UserError } from '#lib/failures.ts'

/** How far each file was sent, by its path. */
export interface Positions {
  get(path: string): Position | undefined
  set(path: string, position: Position): void
}

const content = z.record(
  z.string(),
  z.object({
    device: z.string(),
    inode: z.string(),
    offset: z.int().min(0),
    since: z.int().min(0),
  }),
)

/** Where positions are kept unless it is said: another file for each set of paths. */
export function usualStateFile(paths: readonly string[]): string {
  const folder = process.env.XDG_STATE_HOME || join(homedir(), '.local/state')
  const name = createHash('sha256')
    .update([...paths].sort().join('\0'))
    .digest('hex')
    .slice(0, 12)
  return join(folder, 'belfry', `follow-${name}.json`)
}

/** Throws a UserError when the file can be neither read nor written. */
export function openPositions(file: string): Positions {
  const positions = new Map(Object.entries(read(file)))
  const save = () => write(file, Object.fromEntries(positions))
  save()
  return {
    get: path => positions.get(path),
    set(path, position) {
      positions.set(path, position)
      save()
    },
  }
}

function read(file: string): Record<string, Position> {
  if (!existsSync(file)) return {}
  try {
    return content.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new UserError(
      `${file} does not say how far the logs were sent. Remove it to begin anew, or name another one with --state.`,
    )
  }
}

/** Never half of it, should the machine stop now. */
function write(file: string, positions: Record<string, Position>) {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, `${JSON.stringify(positions, null, 2)}\n`)
    renameSync(`${file}.new`, file)
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${reasonOf(error)}`)
  }
}
