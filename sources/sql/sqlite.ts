import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { RemoteError, UserError } from '#lib/failures.ts'
import type { Plain } from '#lib/plugin.ts'
import { turns } from '#lib/turns.ts'
import { type Database, MAX_WIRE_BYTES, type Table } from '#sources/sql/database.ts'

/** Queries of one file that run at once; the others wait. */
const MAX_CHILDREN = 4
/** An idle child costs memory; a new one costs its start. */
const IDLE_MS = 60_000
/** A query that needs more ends its child. */
const CHILD_MEMORY_MB = 256

export interface Question {
  /** told here and not as an argument, which everyone on the machine could read */
  file: string
  sql: string
  parameters: Plain[]
  maxRows: number
  maxBytes: number
}

/** `isFile`: the file could not be read, whatever the query. */
export type Answer = { table: Table } | { error: string; isFile: boolean }

/**
 * SQLite runs inside the process that asks it and cannot be interrupted there, so a child asks it,
 * one query at a time, and is killed when its query's time is over.
 */
export function openSqlite(url: string): Database {
  const file = fileOf(url)
  const takeTurn = turns(MAX_CHILDREN)
  const idle = new Map<ChildProcess, NodeJS.Timeout>()
  let isClosed = false

  const takeIdle = (): ChildProcess | undefined => {
    const [child] = idle.keys()
    if (!child) return undefined
    clearTimeout(idle.get(child))
    idle.delete(child)
    return child.connected ? child : takeIdle()
  }
  const end = (child: ChildProcess) => {
    idle.delete(child)
    child.kill('SIGKILL')
  }

  return {
    async query(sql, parameters, { maxRows, signal }) {
      const endTurn = await takeTurn(signal)
      const child = takeIdle() ?? start()
      try {
        const question = { file, sql, parameters, maxRows, maxBytes: MAX_WIRE_BYTES }
        const answer = await ask(child, question, signal)
        if (!isClosed) idle.set(child, setTimeout(end, IDLE_MS, child).unref())
        return tableOf(answer)
      } finally {
        if (!idle.has(child)) end(child)
        endTurn()
      }
    },
    async close() {
      isClosed = true
      for (const child of idle.keys()) end(child)
    },
  }
}

/** `sqlite:///absolute/file.db`, `sqlite:relative/file.db` or `file:…`. */
function fileOf(url: string): string {
  const path = decodeURIComponent(url.replace(/^(sqlite3?|file):(\/\/)?/i, ''))
  if (!path) throw new UserError('the address names no file')
  return path
}

function start(): ChildProcess {
  const child = fork(fileURLToPath(new URL('./sqlite-child.ts', import.meta.url)), [], {
    env: { NODE_ENV: 'production' },
    execArgv: [`--max-old-space-size=${CHILD_MEMORY_MB}`, '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  // An idle child does not keep the process that asks alive.
  child.unref()
  child.channel?.unref()
  return child
}

function ask(child: ChildProcess, question: Question, signal: AbortSignal) {
  return new Promise<Answer>((resolve, reject) => {
    const settle = (end: () => void) => {
      child.off('message', answered).off('exit', ended)
      signal.removeEventListener('abort', aborted)
      child.channel?.unref()
      end()
    }
    const answered = (answer: unknown) => settle(() => resolve(answer as Answer))
    const ended = () =>
      settle(() => reject(new RemoteError('SQLite ended: the query may need too much memory')))
    const aborted = () => settle(() => reject(signal.reason))

    child.once('message', answered).once('exit', ended)
    signal.addEventListener('abort', aborted, { once: true })
    child.channel?.ref()
    child.send(question)
  })
}

function tableOf(answer: Answer): Table {
  if ('table' in answer) return answer.table
  throw answer.isFile ? new RemoteError(answer.error) : new UserError(answer.error)
}
