import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { listenersAt } from '#tests/listeners.ts'

/** A process that can be killed and started again. */
export interface Child {
  start(): void
  kill(signal?: NodeJS.Signals): Promise<void>
  /** The newest line of its output that matches, since it was started last. */
  said(pattern: RegExp): RegExpExecArray | undefined
}

export function newChild(args: readonly string[], env: Record<string, string>): Child {
  let child: ChildProcess | undefined
  let lines: string[] = []

  return {
    start() {
      lines = []
      child = spawn(process.execPath, args, {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      if (child.stdout) createInterface(child.stdout).on('line', line => lines.push(line))
    },
    async kill(signal = 'SIGKILL') {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
    },
    said: pattern => lines.map(line => pattern.exec(line) ?? undefined).findLast(found => found),
  }
}

const RELAY = `
  import { relay } from '#bin/commands/relay.ts'
  await relay.parseAsync(process.argv.slice(1), { from: 'user' })
  process.exit()`

const OFF = listenersAt('off')

/** The command, which listens for HTTP only. */
export const relayChild = (place: { host: string; port: number }, args: readonly string[]) =>
  newChild(['--input-type=module', '-e', RELAY, '--', ...args], {
    ...OFF,
    ...{ BELFRY_HOST: place.host, BELFRY_INTAKE_HTTP: String(place.port), BELFRY_CONFIG: '' },
  })

/** The intake of a database, as a role of its own. */
export const centreChild = (place: { host: string; port: number }, databaseUrl: string) =>
  newChild(['lib/roles/main.ts', 'intake'], {
    ...OFF,
    ...{ BELFRY_HOST: place.host, BELFRY_INTAKE_HTTP: String(place.port), BELFRY_LOG: 'silent' },
    DATABASE_URL: databaseUrl,
  })
