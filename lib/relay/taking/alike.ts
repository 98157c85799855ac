import type { Manner } from '#lib/metrics/intake/contract.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'

/** Updates that wait to be written. Those that are the same within a second are one that stands for several. */
export interface Alike {
  /** Answers whether it is one more. */
  add(update: MetricUpdate): boolean
  all(): MetricUpdate[]
  size(): number
}

export function openAlike(): Alike {
  const updates = new Map<string, MetricUpdate>()
  let count = 0

  return {
    add(update) {
      const at = Math.floor(update.at)
      const key = nameOf({ ...update, at }, ++count)
      const known = updates.get(key)
      if (known) known.times += update.times
      else updates.set(key, { ...update, ...(isAdded(update) && { at }) })
      return known === undefined
    },
    all: () => [...updates.values()],
    size: () => updates.size,
  }
}

/** Of a gauge the last one counts, so that all stay apart in their order. */
const isAdded = ({ kind }: Manner) => kind !== 'gauge'

const nameOf = (update: MetricUpdate, count: number): string =>
  isAdded(update)
    ? `${update.name}\0${update.kind}\0${update.at}\0${update.value}\0${filtersOf(update)}`
    : String(count)

const known = new WeakMap<object, string>()

/** As text; senders that send much send the same ones again. */
function filtersOf({ filters }: Manner): string {
  let text = known.get(filters)
  if (text === undefined) {
    text = JSON.stringify(filters)
    known.set(filters, text)
  }
  return text
}
