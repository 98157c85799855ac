import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { UserError } from '#lib/failures.ts'

/** What is to be done when Belfry starts: `link` answers the one that signs in once. */
export type Step = 'database' | 'examples' | 'link'
/** What its process says of a step. */
export type Answer = { answer: string | undefined } | { problem: string }

/**
 * Prepares what the roles need, in a process of its own: what that loads, clients and plugins of all kinds, would otherwise
 * stay in memory for as long as Belfry runs. It ends when it is closed, or the signal aborts.
 */
export function openPreparing(signal: AbortSignal) {
  const child = fork(join(import.meta.dirname, 'steps.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    signal,
  })
  const gone = once(child, 'exit').then(([code, signal]) => {
    throw new UserError(`What Belfry prepares at its start ended (${signal ?? code}).`)
  })
  gone.catch(() => {})
  // Whoever waits is told by its end.
  child.on('error', () => {})

  return {
    /** Throws a UserError when the step can't be done. */
    async take(step: Step): Promise<string | undefined> {
      child.send(step, () => {})
      const [said] = (await Promise.race([once(child, 'message'), gone])) as [Answer]
      if ('problem' in said) throw new UserError(said.problem)
      return said.answer
    },
    close: () => void (child.connected && child.disconnect()),
  }
}
