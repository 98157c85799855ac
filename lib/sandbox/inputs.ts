import type { Broker } from '#lib/sandbox/calls.ts'
import type { Job } from '#lib/sandbox/contract.ts'

/** How long the list of sources may be remembered: a source saved now is known to the next run but a few. */
const METHODS_FRESH_MS = 1_000
/** Numbers of owners fit 32 bits; monitors count up from 1, nameless test runs down from here. */
const LAST_OWNER = 2 ** 32 - 1
const EVERYONE = 0

interface Known {
  at: number
  methods: Promise<string>
}

/** Takes a run's input apart again: the methods of its sources, and what is in its scope. JSON has no line feeds. */
export function readInput(input: string): [methods: string, given: string] {
  const end = input.indexOf('\n')
  return [input.slice(0, end), input.slice(end + 1)]
}

/** What a run is given: its sources and the data of its scope as JSON, and who owns the isolate that it runs in. */
export class Inputs {
  readonly #broker: Broker
  readonly #known = new Map<string, Known>()
  #tests = 0

  constructor(broker: Broker) {
    this.#broker = broker
  }

  async of({ monitor, now, previous, sources }: Job): Promise<string> {
    const given = {
      now: now.getTime(),
      previous: { ...previous, at: previous.at?.getTime() ?? null },
      monitor: { name: monitor.name, tags: monitor.tags },
    }
    return `${await this.#methods(sources)}\n${JSON.stringify(given)}`
  }

  /** A monitor that is limited to chosen sources shares its isolates with no other. */
  owner({ monitor, sources }: Job): number {
    if (sources === null) return EVERYONE
    return monitor.id ?? LAST_OWNER - (this.#tests++ % 1_000_000)
  }

  #methods(sources: string[] | null): Promise<string> {
    const key = sources ? JSON.stringify(sources) : ''
    const known = this.#known.get(key)
    const at = performance.now()
    if (known && at - known.at < METHODS_FRESH_MS) return known.methods

    for (const [old, { at: asked }] of this.#known)
      if (at - asked >= METHODS_FRESH_MS) this.#known.delete(old)
    const methods = this.#broker.methods(sources).then(found => JSON.stringify(found))
    methods.catch(() => this.#known.delete(key))
    this.#known.set(key, { at, methods })
    return methods
  }
}
