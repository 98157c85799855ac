import type { Looked } from '#lib/streams/criteria/report.ts'
import type { StreamEvent } from '#lib/streams/event.ts'
import type { ReplayLooked, Seen } from '#lib/streams/replay/result.ts'
import { isoOf } from '#lib/streams/timex/iso.ts'

const EXAMPLES = 3

interface Reason {
  count: number
  examples: Seen[]
}

/** Counts what was looked at and why it did not fit. */
export interface Lookout {
  note(event: StreamEvent, criteria: string, reason: string | null): void
  /** by the names of the criteria */
  told(): ReplayLooked[]
}

export const seenOf = ({ uid, type, at }: StreamEvent): Seen => ({ uid, type, at: isoOf(at) })

export function openLookout(): Lookout {
  const all = new Map<string, { checks: number; passed: number; reasons: Map<string, Reason> }>()

  return {
    note(event, criteria, reason) {
      const one = all.get(criteria) ?? { checks: 0, passed: 0, reasons: new Map() }
      all.set(criteria, one)
      one.checks++
      if (reason === null) one.passed++
      else add(one.reasons, reason, event)
    },
    told: () =>
      [...all]
        .toSorted(([a], [b]) => ORDER.compare(a, b))
        .map(([criteria, { checks, passed, reasons }]) => ({
          ...{ criteria, checks, passed },
          reasons: [...reasons]
            .map(([reason, told]) => ({ reason, ...told }))
            .toSorted((a, b) => b.count - a.count),
        })),
  }
}

/** Match 2 before Match 10. */
const ORDER = new Intl.Collator('en', { numeric: true })

function add(reasons: Map<string, Reason>, name: string, event: StreamEvent): void {
  const reason = reasons.get(name) ?? { count: 0, examples: [] }
  reasons.set(name, reason)
  reason.count++
  if (reason.examples.length < EXAMPLES) reason.examples.push(seenOf(event))
}

export const countsOf = ({ reasons, ...looked }: ReplayLooked): Looked => ({
  ...looked,
  reasons: new Map(reasons.map(({ reason, count }) => [reason, count])),
})
