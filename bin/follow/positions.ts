import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { reasonOf, UserError } from '#lib/failures.ts'

const head = z.object({ bytes: z.int().min(0), hash: z.string() })
const file = z.object({ device: z.string(), inode: z.string() })

const position = z.object({
  ...file.shape,
  /** how far it was sent */
  offset: z.int().min(0),
  /** when it was begun with, in milliseconds: after it was emptied, the same offset is another place */
  since: z.int().min(0),
  /** of what was sent of it */
  head: head.default({ bytes: 0, hash: '' }),
  /** what is being sent since when: should nobody know whether it was taken, the very same is sent again */
  pending: z.object({ end: z.int().min(0), at: z.int().min(0) }).optional(),
  /** what it was renamed to, or copied to, earlier: that is done with */
  done: z
    .object({
      /** nothing that was last written to before is looked at, in milliseconds */
      until: z.number().min(0),
      files: z.array(z.object({ ...file.shape, size: z.int().min(0), head })),
    })
    .default({ until: 0, files: [] }),
})
/** Where in which file: a file that is renamed stays the same, another one of its name does not. */
export type Position = z.output<typeof position>

const content = z.record(z.string(), position)

/** How far each file was sent, by its path. */
export interface Positions {
  get(path: string): Position | undefined
  set(path: string, position: Position): void
}

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
