import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const START_LIMIT_MS = 60_000
const STOP_LIMIT_MS = 10_000
const POLL_MS = 100

/** Something that tests need of the system. */
export interface Installable {
  name: string
  /** Debian's packages that bring it */
  packages: string[]
  /** programs without which it cannot start */
  programs: string[]
}

/** A real server that tests run against, from a package of the system. */
export interface Service extends Installable {
  /** Starts it on free ports with its data in `folder`; what the tests need goes into their environment. */
  start(folder: string): Promise<Running>
}

export interface Running {
  env: Record<string, string>
  stop(): Promise<void>
}

export const isInstalled = ({ programs }: Installable): boolean => programs.every(existsSync)

interface Options {
  folder: string
  env?: Record<string, string>
  /** the system user to run as, when the tests run as root */
  user?: string
}

/** Starts a program that stays; what it prints goes to `<name>.out` in its folder. */
export function launch(command: string, args: string[], { folder, env, user }: Options) {
  const output = createWriteStream(join(folder, `${command.split('/').at(-1)}.out`))
  const child = spawn(command, args, {
    cwd: folder,
    env: {
      NODE_ENV: 'test',
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      LC_ALL: 'C.UTF-8',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...idsOf(user),
  })
  child.stdout?.pipe(output)
  child.stderr?.pipe(output)
  return child
}

/** Waits until a check passes, and says what the program printed when it does not. */
export async function untilReady(
  child: ChildProcess,
  folder: string,
  check: () => Promise<unknown>,
) {
  const until = performance.now() + START_LIMIT_MS
  for (;;) {
    try {
      return await check()
    } catch (error) {
      const isOver = child.exitCode !== null || performance.now() > until
      if (isOver)
        throw new Error(`${child.spawnfile} did not start: ${printed(child, folder)}`, {
          cause: error,
        })
      await delay(POLL_MS)
    }
  }
}

export async function stop(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
  await ended
  clearTimeout(late)
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (typeof address !== 'object' || !address) throw new Error('no free port')
  return address.port
}

/** Gives a folder to the system user that a server runs as. */
export function give(folder: string, user: string) {
  const { uid, gid } = idsOf(user)
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid)
}

/** As root, servers run as the user that their package made; otherwise as whoever runs the tests. */
export function idsOf(user: string | undefined): { uid?: number; gid?: number } {
  if (!user || process.getuid?.() !== 0) return {}
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find(entry => entry.startsWith(`${user}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

function printed(child: ChildProcess, folder: string): string {
  const file = join(folder, `${child.spawnfile.split('/').at(-1)}.out`)
  return existsSync(file) ? readFileSync(file, 'utf8').slice(-2000) : ''
}
