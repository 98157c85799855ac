import { type Meaning, meaningOf } from '#lib/intake/statsd/line.ts'
import type { Meter } from '#lib/metrics/intake/contract.ts'

/** Ends of lines and gauges that are remembered; beyond them, or so many characters, all are read anew. */
const KNOWN_LIMIT = 100_000
const KNOWN_CHARACTERS = 16 * 1024 * 1024

/** The end of a line, with what it is read with. */
export interface Tail {
  /** null: what cannot be counted */
  meaning: Meaning | null
  meter: Meter | null
  /** of gauges, by name, for values that move them */
  gauges: Map<string, number>
}

/** Remembers the ends of lines. */
export function openTails() {
  const known = new Map<string, Tail>()
  let size = 0
  let characters = 0

  function make(text: string): Tail {
    const own = copyOf(text)
    const tail = { meaning: meaningOf(own), meter: null, gauges: new Map() }
    hold(own.length)
    known.set(own, tail)
    return tail
  }

  function hold(length: number) {
    size++
    characters += length
    if (size <= KNOWN_LIMIT && characters <= KNOWN_CHARACTERS) return
    known.clear()
    size = 1
    characters = length
  }

  return {
    find: (text: string): Tail => known.get(text) ?? make(text),

    /** What a gauge stands at after it was set, or moved by `+1` and `-1`; what is no number leaves it where it is. */
    gaugeAfter({ gauges }: Tail, name: string, said: string): number {
      const isMove = said.startsWith('+') || said.startsWith('-')
      const last = gauges.get(name)
      const value = isMove ? (last ?? 0) + Number(said) : Number(said)
      if (Number.isNaN(value)) return value
      if (last === undefined) hold(name.length)
      gauges.set(last === undefined ? copyOf(name) : name, value)
      return value
    },
  }
}

/** A part of a text keeps all of it in memory. */
const copyOf = (part: string) => Buffer.from(part).toString()
