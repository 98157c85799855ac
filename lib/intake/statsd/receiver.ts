import { cut, type Meaning, meaningOf } from '#lib/intake/statsd/line.ts'
import type { Meter, MetricIntake } from '#lib/metrics/intake/contract.ts'
import { isCountable } from '#lib/metrics/intake/fit.ts'
import { binOfMember } from '#lib/metrics/uniques.ts'
import type { Project } from '#lib/projects/schema.ts'

/** Names with their tails that are remembered; beyond them, or so many characters, all are read anew. */
const KNOWN_LIMIT = 100_000
const KNOWN_CHARACTERS = 16 * 1024 * 1024

const RETURN = 0x0d

interface Known {
  /** null: what cannot be counted */
  meaning: Meaning | null
  meter: Meter | null
  /** of a gauge, for values that move it */
  last: number
}

/** Reads lines of StatsD of one project and counts what they say. */
export function openReceiver(metrics: MetricIntake, project: Project) {
  const known = new Map<string, Map<string, Known>>()
  let size = 0
  let characters = 0

  const find = (name: string, tail: string): Known =>
    known.get(name)?.get(tail) ?? remember(copyOf(name), copyOf(tail))

  function remember(name: string, tail: string): Known {
    size++
    characters += name.length + tail.length
    if (size > KNOWN_LIMIT || characters > KNOWN_CHARACTERS) {
      known.clear()
      size = 1
      characters = name.length + tail.length
    }
    const made = { meaning: meaningOf(name, tail), meter: null, last: 0 }
    known.set(name, (known.get(name) ?? new Map<string, Known>()).set(tail, made))
    return made
  }

  /** False when it cannot be read. */
  function takeValue(one: Known, text: string, now: number): boolean {
    const { meaning } = one
    const value = meaning ? readValue(one, meaning, text) : Number.NaN
    if (!meaning || !isCountable(value)) return false
    one.meter ??= metrics.meter(project, meaning.shape)
    if (one.meter) return one.meter.add(value, now, 'statsd')
    metrics.offer(project, 'statsd', { ...meaning.shape, value, at: now }, 0)
    return true
  }

  function takeLine(line: string, now: number): boolean {
    const parts = cut(line)
    if (!parts) return false
    const one = find(parts.name, parts.tail)
    if (!parts.values.includes(':') || one.meaning?.shape.kind === 'set')
      return takeValue(one, parts.values, now)
    return parts.values.split(':').every(value => takeValue(one, value, now))
  }

  return {
    /** Takes whole lines. `now` in unix seconds. */
    take(text: string, now: number): void {
      const lines = countLines(text)
      if (lines === 0 || !metrics.admit(project, 'statsd', lines, text.length)) return
      let bad = 0
      for (let from = 0; from < text.length; ) {
        const found = text.indexOf('\n', from)
        const next = found < 0 ? text.length : found
        const end = text.charCodeAt(next - 1) === RETURN ? next - 1 : next
        if (end > from && !takeLine(text.slice(from, end), now)) bad++
        from = next + 1
      }
      if (bad > 0) metrics.drop(project, 'statsd', 'invalid', bad)
    },
  }
}

export type Receiver = ReturnType<typeof openReceiver>

/** A part of a text keeps all of it in memory. */
const copyOf = (part: string) => Buffer.from(part).toString()

function readValue(one: Known, { shape, scale }: Meaning, text: string): number {
  if (shape.kind === 'set') return binOfMember(text)
  const value = Number(text)
  if (text.trim() === '') return Number.NaN
  if (shape.kind !== 'gauge') return value * scale
  const isMove = text.startsWith('+') || text.startsWith('-')
  one.last = isMove ? one.last + value : value
  return one.last
}

function countLines(text: string): number {
  let lines = text.endsWith('\n') || text === '' ? 0 : 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
