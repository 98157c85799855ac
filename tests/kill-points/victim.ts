import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Effect, Point } from '#tests/kill-points/point.ts'

const ROOT = join(import.meta.dirname, '../..')
const DIE = join(import.meta.dirname, 'die.ts')

/** A process of Belfry that is killed where it is told to, and started again. */
export interface Victim {
  /** Resolves when it is ready. With a point, it is killed there from its beginning on. */
  start(point?: Point): Promise<void>
  /** From now on it is killed there. */
  aim(point: Point): Promise<void>
  /** Resolves when it was killed; throws when it ended otherwise. */
  killed(): Promise<void>
  kill(): Promise<void>
  /** Every lasting effect on the database that it has had so far, each once. */
  effects(): Effect[]
}

interface Program {
  module: string
  args?: readonly string[]
  env: Record<string, string>
}

/** `module` says `{ ready }` to its parent, as roles do. */
export function victim({ module, args = [], env }: Program): Victim {
  let child: ChildProcess | undefined
  let ended: Promise<unknown[]> | undefined
  const effects = new Map<string, Effect>()
  process.on('exit', () => child?.kill('SIGKILL'))

  async function killed() {
    const [code, signal] = (await ended) ?? []
    if (signal !== 'SIGKILL') throw new Error(`${module} ended with ${signal ?? code}`)
  }

  return {
    async start(point) {
      const told = { BELFRY_LOG: 'fatal', ...env, KILL_POINT: JSON.stringify(point ?? null) }
      child = fork(join(ROOT, module), args, {
        ...{ cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
        execArgv: ['--import', DIE],
        env: { ...process.env, ...told },
      })
      ended = once(child, 'exit')
      child.on('message', ({ effect }: { effect?: Effect }) => {
        if (effect) effects.set(effect.says.join(';'), effect)
      })
      await saidBy(child, ended, 'ready')
      if (!child.connected) await killed()
    },
    async aim(point) {
      if (!child?.connected || !ended) throw new Error(`${module} does not run`)
      child.send({ kill: point })
      await saidBy(child, ended, 'aimed')
    },
    killed,
    async kill() {
      child?.kill('SIGKILL')
      await ended
    },
    effects: () => [...effects.values()],
  }
}

/** Until it says a word of that name, or has ended. */
async function saidBy(child: ChildProcess, ended: Promise<unknown[]>, word: string): Promise<void> {
  const said = new Promise<void>(resolve => {
    child.on('message', message => {
      if (Object.hasOwn(message as object, word)) resolve()
    })
  })
  await Promise.race([said, ended])
}
