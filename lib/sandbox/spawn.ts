import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Duplex } from 'node:stream'

const here = import.meta.dirname
const checkout = join(here, '../..')
const require = createRequire(import.meta.url)

export interface RunnerProcess {
  process: ChildProcess
  socket: Duplex
}

/**
 * Starts a runner: an empty environment, one socket, Node's permission model with nothing but the
 * runner's own files to read, and a network namespace of its own where the machine lets us.
 */
export function spawnRunner(): RunnerProcess {
  const runner = [process.execPath, ...flags(), join(here, 'runner.ts'), userId()]
  const [command = '', ...args] = [...withoutNetwork(), ...runner]
  const child = spawn(command, args, {
    cwd: '/',
    env: NO_ENVIRONMENT,
    stdio: STDIO,
  })
  return { process: child, socket: child.stdio[3] as Duplex }
}

/** The types of Next demand a NODE_ENV in every environment; the whole point of this one is that it is empty. */
const NO_ENVIRONMENT = {} as NodeJS.ProcessEnv
/** Closed to the world but for descriptor 3, the socket to the engine. */
const STDIO: StdioOptions = ['ignore', 'ignore', 'ignore', 'pipe']

function flags(): string[] {
  const readable = [
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

let networkless: string[] | undefined

/** `unshare` as root, or in a user namespace of its own; nothing where neither is permitted. */
function withoutNetwork(): string[] {
  networkless ??=
    [['--net'], ['--user', '--map-current-user', '--net']]
      .map(options => ['/usr/bin/unshare', ...options])
      .find(
        ([command = '', ...options]) =>
          existsSync(command) && spawnSync(command, [...options, '/bin/true']).status === 0,
      ) ?? []
  return networkless
}

/** Not the database's user: whoever got out of the sandbox must not reach its files. */
function userId(): string {
  try {
    return /^nobody:[^:]*:(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[1] ?? '65534'
  } catch {
    return '65534'
  }
}
