import type { Run } from '#lib/monitors/history/data.ts'

type Judged = Pick<Run, 'state' | 'reason' | 'line' | 'version' | 'message'>

/** How a run came to its state, in words, and what it said. */
export function verdictOf({ state, reason, line, version, message }: Judged) {
  const where = [line !== null && `line ${line}`, version !== null && `version ${version}`]
    .filter(Boolean)
    .join(' of ')
  const deed = deedOf(state, reason)
  return { how: deed && `${deed}${where && ` in ${where}`}:`, message }
}

/** Empty when it was no script that decided: the monitor was paused. */
function deedOf(state: Judged['state'], reason: Judged['reason']): string {
  if (reason) return reason
  if (state === 'ALARM') return 'fail()'
  return state === 'OK' ? 'Nothing failed' : ''
}
