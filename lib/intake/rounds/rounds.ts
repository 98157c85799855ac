import { openProblems } from '#lib/intake/rounds/problems.ts'
import { repeat } from '#lib/intake/rounds/repeat.ts'
import type { Log } from '#lib/log.ts'

/** What is done again and again, each by itself, until it is ended. */
export interface Rounds {
  /** As `repeat` does its work; `why` knows better what is wrong, if anything. */
  run(what: string, work: () => Promise<number>, why: () => string | null): void
  /** what is wrong now */
  problem(): string | null
  /** Resolves when what is under way is done. */
  end(): Promise<void>
}

/** `server` is whose rounds they are, for the log. */
export function openRounds(log: Log, server: string): Rounds {
  const problems = openProblems(log, server)
  const ended = new AbortController()
  const running: Promise<void>[] = []

  return {
    run(what, work, why) {
      const told = (said: string | null) => problems.tell(what, said && (why() ?? said))
      running.push(repeat(work, { signal: ended.signal, told }))
    },
    problem: problems.first,
    async end() {
      ended.abort()
      await Promise.all(running)
    },
  }
}
