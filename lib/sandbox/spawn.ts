import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Duplex } from 'node:stream'
import { confined, inheritable, NO_ENVIRONMENT } from '#lib/sandbox/confinement.ts'

const here = import.meta.dirname
const checkout = join(here, '../..')
const require = createRequire(import.meta.url)

export interface RunnerProcess {
  process: ChildProcess
  socket: Duplex
}

/** Closed to the world but for descriptor 3, the socket to the engine. */
const STDIO: StdioOptions = ['ignore', 'ignore', 'ignore', 'pipe']
const SOCKET = 3

/**
 * Starts a runner: an empty environment, one socket, Node's permission model with nothing but the
 * runner's own files to read, and what else the system has to confine it.
 */
export function spawnRunner(program = join(here, 'runner.ts')): RunnerProcess {
  const given = [nextUser(), inheritable(SOCKET).join()]
  const runner = [process.execPath, ...flags(program), program, ...given]
  const [command = '', ...args] = confined(runner)
  const child = spawn(command, args, { cwd: '/', env: NO_ENVIRONMENT, stdio: STDIO })
  return { process: child, socket: child.stdio[SOCKET] as Duplex }
}

function flags(program: string): string[] {
  const readable = [
    program,
    join(checkout, 'package.json'),
    join(checkout, 'lib'),
    packageFolder('isolated-vm'),
    packageFolder('node-gyp-build'),
    // node-gyp-build looks there for the C library of the machine
    '/etc/alpine-release',
  ]
  return [
    // isolated-vm crashes with Node's own start-up snapshot
    '--no-node-snapshot',
    '--permission',
    '--allow-addons',
    ...readable.map(path => `--allow-fs-read=${path}`),
    // Making a context is most of a run's work, and these save a quarter of it. Predictable hashes of property
    // names let a script slow down nobody but itself; `using` is no loss to scripts of a few lines; a larger
    // nursery spares contexts, which live for milliseconds, from being moved to where only a full collection finds them.
    '--no-rehash-snapshot',
    '--no-js-explicit-resource-management',
    '--max-semi-space-size=8',
    '--disable-warning=ExperimentalWarning',
  ]
}

const packageFolder = (name: string) => dirname(require.resolve(`${name}/package.json`))

/** Ids of users that exist for nothing else, in the range that systemd keeps for such. */
const USERS = { first: 61_184, last: 65_519 }
let user = randomInt(USERS.first, USERS.last)

/**
 * Each runner is a user of its own: none may signal or trace another, and whoever got out of the sandbox reaches no
 * file of the engine's or the database's.
 */
function nextUser(): string {
  user = user < USERS.last ? user + 1 : USERS.first
  return String(user)
}
