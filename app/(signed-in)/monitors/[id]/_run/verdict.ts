import type { Run } from '#lib/monitors/history/data.ts'

type Judged = Pick<Run, 'state' | 'reason' | 'line' | 'version' | 'message'>

/** How a run came to its state, in words, and what it said. */
export function verdictOf({ state, reason, line, version, message }: Judged) {
  const where = [line !== null && `line ${line}`, version !== null && `version ${version}`]
    .filter(Boolean)
    .join(' of ')
  return { how: `${deed(state, reason)}${where && ` in ${where}`}:`, message }
}

function deed(state: Judged['state'], reason: Judged['reason']): string {
  if (reason) return reason
  if (state === 'ALARM') return 'fail()'
  return state === 'OK' ? 'Nothing failed' : 'Set'
}
