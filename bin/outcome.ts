import type { CallRecord, Outcome } from '#lib/sandbox/contract.ts'

/** An outcome for a person at a terminal: what came out first, then how it came to that. */
export function describeOutcome(outcome: Outcome): string {
  const { state, reason, line, message, value, series, calls, output, durationMs } = outcome
  const where = [reason, line === null ? null : `line ${line}`].filter(Boolean).join(', ')
  const lines = [
    `${state}${where ? ` (${where})` : ''}: ${message}`,
    `value: ${JSON.stringify(value)}`,
    ...Object.entries(series).map(([name, number]) => `${name}: ${number}`),
    ...calls.map(describeCall),
    `took ${Math.round(durationMs)} ms`,
  ]
  if (output) lines.push('', output.trimEnd())
  return lines.join('\n')
}

function describeCall({ source, method, args, durationMs, result, error }: CallRecord): string {
  const list = args.replace(/^\[|\]$/g, '')
  const answer = error === null ? result : `failed: ${error}`
  return `${source}.${method}(${list}) → ${answer} (${Math.round(durationMs)} ms)`
}
