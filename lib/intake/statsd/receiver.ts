import { cut, type Meaning } from '#lib/intake/statsd/line.ts'
import { openTails, type Tail } from '#lib/intake/statsd/tails.ts'
import type { DropReason, MetricIntake } from '#lib/metrics/intake/contract.ts'
import { isCountable } from '#lib/metrics/intake/fit.ts'
import { binOfMember } from '#lib/metrics/uniques.ts'
import type { Project } from '#lib/projects/schema.ts'

const RETURN = 0x0d

/** Reads lines of StatsD of one project and counts what they say. */
export function openReceiver(metrics: MetricIntake, project: Project) {
  const tails = openTails()

  function readValue(tail: Tail, { manner, scale }: Meaning, name: string, said: string): number {
    if (manner.kind === 'set') return binOfMember(said)
    if (said.trim() === '') return Number.NaN
    return manner.kind === 'gauge' ? tails.gaugeAfter(tail, name, said) : Number(said) * scale
  }

  function takeValue(tail: Tail, name: string, said: string, now: number): DropReason | null {
    const { meaning } = tail
    const value = meaning ? readValue(tail, meaning, name, said) : Number.NaN
    if (!meaning || !isCountable(value)) return 'invalid'
    tail.meter ??= metrics.meter(project, 'statsd', meaning.manner)
    if (tail.meter) return tail.meter.add(name, value, now)
    metrics.offer(project, 'statsd', { ...meaning.manner, name, value, at: now }, 0)
    return null
  }

  function takeLine(line: string, now: number): DropReason | null {
    const parts = cut(line)
    if (!parts) return 'invalid'
    const { name, values } = parts
    const tail = tails.find(parts.tail)
    if (!values.includes(':') || tail.meaning?.manner.kind === 'set')
      return takeValue(tail, name, values, now)
    for (const value of values.split(':')) {
      const reason = takeValue(tail, name, value, now)
      if (reason) return reason
    }
    return null
  }

  return {
    /** Takes whole lines. `now` in unix seconds. */
    take(text: string, now: number): void {
      const lines = countLines(text)
      if (lines === 0 || !metrics.admit(project, 'statsd', lines, text.length)) return
      for (let from = 0; from < text.length; ) {
        const found = text.indexOf('\n', from)
        const next = found < 0 ? text.length : found
        const end = text.charCodeAt(next - 1) === RETURN ? next - 1 : next
        const reason = end > from ? takeLine(text.slice(from, end), now) : null
        if (reason) metrics.drop(project, 'statsd', reason)
        from = next + 1
      }
    },
  }
}

export type Receiver = ReturnType<typeof openReceiver>

function countLines(text: string): number {
  let lines = text.endsWith('\n') || text === '' ? 0 : 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
