import { randomBytes, randomUUID } from 'node:crypto'
import {
  chownSync,
  closeSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { reasonOf, UserError } from '#lib/failures.ts'

const SECRET_BYTES = 32
/** For its owner alone. */
const MODE = 0o600

export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url')

const fileIn = (folder: string) => join(folder, 'secret')

type Secrets = [string, ...string[]]

const known = new Map<string, Secrets>()

/**
 * The secrets in the data folder's file, made at the first call. The first is the one in force; while it is being
 * changed the one before follows. Throws a UserError for a file that is empty or cannot be read.
 */
export function secretsIn(folder: string): Secrets {
  // A file that vanished under a process that runs is no reason to stop, or to make another secret, which opens nothing.
  const lost = known.get(folder)
  const [secret, ...previous] = linesOf(folder, lost) ?? made(folder)
  if (!secret)
    throw new UserError(
      `The file ${fileIn(folder)} holds no secret: restore it from a backup of the folder.`,
    )
  known.set(folder, [secret, ...previous])
  return [secret, ...previous]
}

/** Puts other secrets in the file's place, at once: whoever reads it finds the old ones or the new ones. */
export function replaceSecrets(folder: string, secrets: readonly string[]): void {
  const file = fileIn(folder)
  const { uid, gid } = statSync(file)
  const next = written(folder, secrets)
  // Belfry may run as somebody else than whoever runs the command.
  chownSync(next, uid, gid)
  renameSync(next, file)
  sync(folder)
}

/** A role that starts at the same moment may be first; then its secret is the one. */
function made(folder: string): string[] {
  mkdirSync(folder, { recursive: true })
  const next = written(folder, [newSecret()])
  try {
    linkSync(next, fileIn(folder))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(next)
  }
  return linesOf(folder) ?? []
}

/** A file beside the other, complete on the disk before it takes a name that anybody reads. */
function written(folder: string, secrets: readonly string[]): string {
  const file = join(folder, `secret.${randomUUID()}`)
  const descriptor = openSync(file, 'wx', MODE)
  try {
    fchmodSync(descriptor, MODE)
    writeFileSync(descriptor, `${secrets.join('\n')}\n`)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  return file
}

function sync(folder: string) {
  const descriptor = openSync(folder, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}

/** The file's lines, or what stands in for them when it cannot be read. */
function linesOf(folder: string, otherwise?: string[]): string[] | undefined {
  try {
    return readFileSync(fileIn(folder), 'utf8').split('\n').map(trimmed).filter(Boolean)
  } catch (error) {
    if (otherwise || (error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise
    throw new UserError(`The file ${fileIn(folder)} cannot be read: ${reasonOf(error)}`)
  }
}

const trimmed = (line: string) => line.trim()
