import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

const CLOCK = pathToFileURL(join(import.meta.dirname, 'clock.ts')).href
/** As the supervisor waits before it starts a role again. */
const AGAIN_MS = 500
const STOP_LIMIT_MS = 9_000

/** A process that is started again whenever it ends, as a supervisor does. */
export interface Kept {
  name: string
  /** how often it was started */
  starts(): number
  kill(): void
  /** It stands still, with all that it holds, until it may go on. */
  pause(): void
  resume(): void
  /** Sets its wall clock ahead, or back: by so much from the true time. */
  setClock(aheadMs: number): void
  /** SIGTERM, and nothing starts it again. Answers what ended it. */
  stop(): Promise<string>
}

interface What {
  name: string
  /** program and its arguments */
  args: readonly [string, ...string[]]
  env: Record<string, string>
  /** where its output goes */
  log: string
  /** hears when it ended although nobody here did it */
  ended(how: string): void
}

export function keep({ name, args, env, log, ended }: What): Kept {
  const output = openSync(log, 'a')
  const [program, ...rest] = args
  let child: ChildProcess
  let aheadMs = 0
  let starts = 0
  let isStopping = false
  let expected = false

  function start() {
    starts++
    expected = false
    const { PATH, HOME } = process.env
    child = fork(program, rest, {
      execArgv: ['--import', CLOCK],
      env: { PATH, HOME, NODE_ENV: 'production', ...env, CHAOS_AHEAD_MS: String(aheadMs) },
      stdio: ['ignore', output, output, 'ipc'],
    })
    child.on('error', () => {})
    child.once('exit', (code, signal) => {
      if (!expected && !isStopping) ended(String(signal ?? code))
      if (!isStopping) void delay(AGAIN_MS).then(() => isStopping || start())
    })
  }

  start()
  return {
    name,
    starts: () => starts,
    kill() {
      expected = true
      child.kill('SIGKILL')
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    setClock(ms) {
      aheadMs = ms
      if (child.connected) child.send({ aheadMs }, () => {})
    },
    async stop() {
      isStopping = true
      if (child.exitCode !== null || child.signalCode !== null) return 'it was not there'
      const end = once(child, 'exit')
      child.kill('SIGCONT')
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
      const [code, signal] = await end
      clearTimeout(late)
      return String(signal ?? code)
    },
  }
}
