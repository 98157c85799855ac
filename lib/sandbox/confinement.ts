import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { DESCRIPTORS_PER_RUNNER, TASKS_PER_RUNNER } from '#lib/sandbox/limits.ts'

/** The types of Next demand a NODE_ENV in every environment; the whole point of this one is that it is empty. */
export const NO_ENVIRONMENT = {} as NodeJS.ProcessEnv

let walls: string[] | undefined

/** The command line that starts a program behind everything that this system lets us put before it. */
export function confined(program: string[]): string[] {
  walls ??= [...withoutNetwork(), ...withLimits(), ...withoutNewPrivileges()]
  return [...walls, ...program]
}

/** `unshare` as root, or in a user namespace of its own; nothing where neither is permitted. */
function withoutNetwork(): string[] {
  const unshare = tool('unshare')
  const ways = [['--net'], ['--user', '--map-current-user', '--net']]
  return firstThatWorks(ways.map(options => [unshare, ...options]))
}

/**
 * No byte can be written to a file, no core is dumped (it would hold what sources answered), and the descriptors are
 * few. Processes and threads are counted by user, so they can only be limited for a user that has nothing else. Address
 * space and data cannot: V8 reserves 320 MB for each isolate and touches little of it.
 */
function withLimits(): string[] {
  const limits = ['-c 0', '-f 0', `-n ${DESCRIPTORS_PER_RUNNER}`].map(limit => `ulimit ${limit}`)
  // Shells do not agree on its letter.
  if (process.getuid?.() === 0)
    limits.push(`ulimit -u ${TASKS_PER_RUNNER} || ulimit -p ${TASKS_PER_RUNNER}`)
  // Some shells put variables of their own into the environment.
  const script = `{ ${limits.join('; ')}; } 2>/dev/null; exec /usr/bin/env -i "$@"`
  return firstThatWorks([['/bin/sh', '-c', script, 'sh']])
}

/** No program that it might start gets more rights than it has. */
function withoutNewPrivileges(): string[] {
  return firstThatWorks([[tool('setpriv'), '--nnp']])
}

const firstThatWorks = (ways: string[][]): string[] => ways.find(works) ?? []

const works = ([command = '', ...options]: string[]) =>
  existsSync(command) &&
  spawnSync(command, [...options, '/bin/true'], { env: NO_ENVIRONMENT }).status === 0

const tool = (name: string) =>
  ['/usr/bin/', '/bin/'].map(folder => folder + name).find(path => existsSync(path)) ?? ''

const CLOSED_ON_EXEC = 0o2000000

let leftOpen: number[] | undefined

/**
 * Descriptors of this process beyond `last` that a program started by it would inherit, such as what a shell left
 * open. Only what was there at first: what comes and goes may be something else by the time it is closed. None where
 * the system does not tell: macOS, where Node lets none through.
 */
export function inheritable(last: number): number[] {
  leftOpen ??= descriptors()
  return leftOpen.filter(descriptor => descriptor > last && isInherited(descriptor))
}

function descriptors(): number[] {
  try {
    return readdirSync('/proc/self/fdinfo').map(Number)
  } catch {
    return []
  }
}

function isInherited(descriptor: number): boolean {
  try {
    const facts = readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8')
    const flags = /^flags:\s*(\d+)/m.exec(facts)?.[1] ?? ''
    return (Number.parseInt(flags, 8) & CLOSED_ON_EXEC) === 0
  } catch {
    // The one by which the folder was read.
    return false
  }
}
