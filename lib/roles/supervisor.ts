import { type ChildProcess, fork } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Env, readEnv } from '#lib/env.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import { buildPages } from '#lib/roles/build.ts'
import type { openCrashes } from '#lib/roles/crashes.ts'
import { ROLE_FLAGS } from '#lib/roles/flags.ts'
import { leaveFolder, takeFolder } from '#lib/roles/folder.ts'
import { type EmbeddedServer, startPostgres } from '#lib/roles/postgres.ts'
import { openPreparing } from '#lib/roles/preparing/process.ts'
import type { RoleName } from '#lib/roles/role.ts'
import { installationSecrets } from '#lib/secrets.ts'

const ROLES: readonly RoleName[] = ['engine', 'web', 'intake']
const STOP_LIMIT_MS = 9_000
const NPM_POLL_MS = 250
const PORT_WAIT_MS = 3_000
/** What is not counted yet of crashes has this long at the end. */
const CRASHES_CLOSE_MS = 500
/** A role that dies at once again is started again after a growing wait. */
const RESTART_MS = { least: 250, most: 10_000 }

const say = (line: string) => void process.stdout.write(`${line}\n`)
const stopping = new AbortController()
const { signal } = stopping
const running = new Map<RoleName, ChildProcess>()
let postgres: EmbeddedServer | undefined
let crashes: Promise<ReturnType<typeof openCrashes>> | undefined

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(name, () => stopping.abort())
stopWithNpm()

try {
  await supervise(readEnv())
} catch (error) {
  if (!signal.aborted) {
    process.stderr.write(
      `${error instanceof UserError ? error.message : ((error as Error).stack ?? reasonOf(error))}\n`,
    )
    process.exitCode = 1
  }
}
await stopAll()
process.exit()

async function supervise(env: Env) {
  const dev = process.argv.includes('--dev')
  await refuseTakenPorts(env)
  if (!env.databaseUrl) postgres = await startEmbedded(env)
  const url = env.databaseUrl ?? postgres?.url ?? ''
  process.env.DATABASE_URL = url
  const preparing = openPreparing(signal)
  await preparing.take('database')
  if (!dev) await buildPages(say, signal)
  // Given before the build, the first one would have missed a minute of its schedule already.
  await preparing.take('examples')
  if (signal.aborted) return

  // Made here, before there are several who would; each role then reads it by itself, since it may be changed meanwhile.
  installationSecrets(env)
  process.env.BELFRY_DATA = env.dataFolder
  // There is no other process that would be asked instead.
  process.env.BELFRY_DRAIN = '0'
  // Each thread of a role would take memory from the system for itself, and give none of it back.
  process.env.MALLOC_ARENA_MAX ??= '2'
  if (dev) process.env.BELFRY_DEV = '1'
  else Object.assign(process.env, { NODE_ENV: 'production' })
  if (postgres) void keepPostgres(env, postgres)
  await Promise.all(ROLES.map(startRole))
  if (signal.aborted) return

  const link = await preparing.take('link')
  preparing.close()
  say(`\nBelfry is ready: ${env.url}\nSign in once, within 15 minutes: ${link}\n`)
  if (!signal.aborted)
    await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }))
}

async function startEmbedded(env: Env): Promise<EmbeddedServer> {
  await takeFolder(env.dataFolder)
  signal.addEventListener('abort', () => leaveFolder(env.dataFolder))
  return startPostgres(env.dataFolder, say)
}

/** `npm start` passes signals on, but not its own death: without it nobody at the terminal could stop this process. */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const npm = process.ppid
  setInterval(() => process.ppid !== npm && stopping.abort(), NPM_POLL_MS).unref()
}

/** Said here it is one sentence, and said before the pages are built. */
async function refuseTakenPorts({ port, host, intake }: Env) {
  await refuseTakenPort(port, host, 'PORT to a free one')
  const others = {
    BELFRY_INTAKE_HTTP: intake.http,
    BELFRY_INTAKE_SYSLOG: intake.syslog,
    BELFRY_INTAKE_SYSLOG_TLS: intake.syslogTls,
    BELFRY_INTAKE_TCP: intake.gottwallTcp,
    BELFRY_INTAKE_STATSD: intake.statsd,
    BELFRY_INTAKE_BLUEOX: intake.blueox,
    BELFRY_INTAKE_CONTROL: intake.blueoxControl,
  }
  for (const [name, other] of Object.entries(others))
    if (other !== null) await refuseTakenPort(other, host, `${name} to a free one or to off`)
}

/** A role whose supervisor was killed needs a moment to notice and let go of its port. */
async function refuseTakenPort(port: number, host: string, remedy: string) {
  const until = performance.now() + PORT_WAIT_MS
  for (let error = await bindingError(port, host); error; error = await bindingError(port, host)) {
    if (error.code !== 'EADDRINUSE')
      throw new UserError(`Cannot listen on ${host}:${port}: ${error.message}`)
    if (performance.now() > until || signal.aborted)
      throw new UserError(`Port ${port} on ${host} is taken; set ${remedy}.`)
    await delay(200)
  }
}

function bindingError(port: number, host: string): Promise<NodeJS.ErrnoException | null> {
  const probe = createServer()
  return new Promise(resolve => {
    probe.once('error', resolve)
    probe.listen(port, host, () => probe.close(() => resolve(null)))
  })
}

/** Starts a role and keeps it running; resolves when it is ready for the first time, or shall not be any more. */
function startRole(name: RoleName): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
    const ready = (line: string) => {
      say(line)
      resolve()
    }
    void keepRole(name, ready, reject)
  })
}

async function keepRole(
  name: RoleName,
  ready: (line: string) => void,
  failed: (error: Error) => void,
) {
  for (let waitMs = RESTART_MS.least, wasReady = false; !signal.aborted; ) {
    const started = performance.now()
    const role = fork(join(import.meta.dirname, 'main.ts'), [name], {
      execArgv: [...process.execArgv, ...ROLE_FLAGS],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    running.set(name, role)
    role.on('message', (message: { ready?: string }) => {
      if (message.ready && !wasReady) ready(message.ready)
      wasReady = true
    })
    const code = await new Promise<string>(resolve =>
      role.once('exit', (exit, by) => resolve(String(by ?? exit))),
    )
    running.delete(name)
    if (signal.aborted) return
    // What already fails at the first start (a taken port, a wrong secret) is for the person to mend.
    if (!wasReady) return failed(new UserError(`The role ${name} could not start (${code}).`))

    waitMs =
      performance.now() - started > RESTART_MS.most
        ? RESTART_MS.least
        : Math.min(waitMs * 2, RESTART_MS.most)
    say(`The role ${name} ended (${code}) and is started again.`)
    tellCrash(name, code)
    await delay(waitMs, undefined, { signal }).catch(() => {})
  }
}

function tellCrash(name: RoleName, code: string) {
  // Most never need what it loads, which takes more memory than all else here.
  crashes ??= import('#lib/roles/crashes.ts').then(({ openCrashes }) =>
    openCrashes(process.env.DATABASE_URL ?? ''),
  )
  crashes.then(
    ({ tell }) => tell(name, code),
    error => say(reasonOf(error)),
  )
}

/** Starts the embedded server again on the same address when it died. */
async function keepPostgres(env: Env, server: EmbeddedServer) {
  const port = Number(new URL(server.url).port)
  for (let current = server; !signal.aborted; ) {
    if (current.process.exitCode === null && current.process.signalCode === null)
      await new Promise(resolve => current.process.once('exit', resolve))
    if (signal.aborted) return
    say('The embedded PostgreSQL ended and is started again.')
    try {
      current = postgres = await startPostgres(env.dataFolder, say, port)
    } catch (error) {
      say(reasonOf(error))
      await delay(RESTART_MS.most / 10)
    }
  }
}

async function stopAll() {
  stopping.abort()
  const started = performance.now()
  const ends = [...running.values()].map(role => new Promise(resolve => role.once('exit', resolve)))
  for (const role of running.values()) role.kill('SIGTERM')
  const late = setTimeout(killAll, STOP_LIMIT_MS - 1000)
  await Promise.all(ends)
  const closed = crashes?.then(({ close }) => close())
  await Promise.race([closed, delay(CRASHES_CLOSE_MS)]).catch(() => {})
  clearTimeout(late)
  await postgres?.stop(Math.max(STOP_LIMIT_MS - (performance.now() - started), 1_000))
}

function killAll() {
  for (const role of running.values()) role.kill('SIGKILL')
}
