import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseError } from 'pg'
import { log } from '#lib/log.ts'

const ROUND_MS = 5_000
/** Nothing was read for so many rounds while an answer is owed. */
const SILENT_ROUNDS = 2
/** What a server that is there, and may well be at work on the answer, says to one connection too many. */
const TOO_MANY = '53300'

/** As the server knows a connection: a number alone may be given again. */
export interface Session {
  pid: number
  startedAt: string
}

export interface Watched {
  session: Session
  /** an answer is owed */
  isWaiting(): boolean
  bytesRead(): number
  cut(error: Error): void
}

export interface Lookout {
  /** Watches a connection until the returned function is called. */
  watch(connection: Watched): () => void
}

/**
 * Cuts connections that wait for an answer which will never come: their server is gone without a word (its machine failed,
 * a firewall forgot them), and TCP alone would take a quarter of an hour to see it. `working` answers which of
 * these sessions the server is at work for.
 */
export function openLookout(
  working: (sessions: readonly Session[]) => Promise<readonly Session[]>,
  roundMs = ROUND_MS,
): Lookout {
  const watched = new Map<Watched, { bytes: number; rounds: number }>()
  let timer: NodeJS.Timeout | undefined
  let isAsking = false

  function isSilent(connection: Watched): boolean {
    const bytes = connection.bytesRead()
    const before = watched.get(connection)
    const isSame = connection.isWaiting() && before?.bytes === bytes
    const rounds = isSame ? before.rounds + 1 : 0
    watched.set(connection, { bytes, rounds })
    return rounds >= SILENT_ROUNDS
  }

  function isStillSilent(connection: Watched): boolean {
    const looked = watched.get(connection)
    return (looked?.rounds ?? 0) >= SILENT_ROUNDS && looked?.bytes === connection.bytesRead()
  }

  async function round() {
    const silent = [...watched.keys()].filter(isSilent)
    if (silent.length === 0 || isAsking) return
    isAsking = true
    const lost = await lostOf(silent).finally(() => {
      isAsking = false
    })
    if (lost.length > 0)
      log.warn({ lost: lost.length }, 'connections that the database does not know of are cut')
    for (const one of lost) one.cut(new Error('the database does not know of this connection'))
  }

  async function lostOf(silent: readonly Watched[]): Promise<Watched[]> {
    const known = await ask(silent)
    const unknown = silent.filter(({ session }) => !known.has(keyOf(session)))
    // An answer that the server gave just before it was asked has come by then.
    if (unknown.length > 0) await delay(roundMs / 5)
    return unknown.filter(isStillSilent)
  }

  async function ask(silent: readonly Watched[]): Promise<Set<string>> {
    const sessions = silent.map(({ session }) => session)
    try {
      return new Set((await working(sessions)).map(keyOf))
    } catch (error) {
      const isThere = error instanceof DatabaseError && error.code === TOO_MANY
      return new Set(isThere ? sessions.map(keyOf) : [])
    }
  }

  return {
    watch(connection) {
      watched.set(connection, { bytes: connection.bytesRead(), rounds: 0 })
      timer ??= setInterval(round, roundMs).unref()
      return () => {
        watched.delete(connection)
        if (watched.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}

const keyOf = ({ pid, startedAt }: Session) => `${pid} ${startedAt}`
