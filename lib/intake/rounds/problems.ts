import type { Log } from '#lib/log.ts'

/** What is wrong now, by what it hinders; said once in the log when it begins, changes and ends. */
export interface Problems {
  /** null: well again */
  tell(what: string, problem: string | null): void
  first(): string | null
}

export function openProblems(log: Log, server: string): Problems {
  const problems = new Map<string, string>()

  return {
    tell(what, problem) {
      if (problem === (problems.get(what) ?? null)) return
      if (problem === null) {
        problems.delete(what)
        log.info(`${server}: ${what}: well again`)
      } else {
        problems.set(what, problem)
        log.warn(`${server}: ${what}: ${problem}`)
      }
    },
    first: () => problems.values().next().value ?? null,
  }
}
