import { isDeepStrictEqual } from 'node:util'
import { type MonitorInput, monitorInput, NAME_LIMIT } from '#lib/monitors/schema.ts'

const FIELDS = Object.keys(monitorInput.shape) as (keyof MonitorInput)[]

/** The definition in a monitor: what people give and versions keep. */
export function definitionOf(monitor: MonitorInput): MonitorInput {
  return Object.fromEntries(FIELDS.map(field => [field, monitor[field]])) as unknown as MonitorInput
}

/**
 * The fields in which two definitions differ. `active` is none of them: pausing is no new version,
 * and restoring an old version wakes nothing up.
 */
export function changedFields(before: MonitorInput, after: MonitorInput): (keyof MonitorInput)[] {
  return FIELDS.filter(
    field => field !== 'active' && !isDeepStrictEqual(before[field], after[field]),
  )
}

/** Of a character of two units, the first: where a text was cut. */
const HALF = /[\ud800-\udbff]$/

/** A free name for a copy: `Name (copy)`, `Name (copy 2)`, …, cut to fit. */
export function copyName(name: string, taken: ReadonlySet<string>): string {
  const stem = name.replace(/ \(copy(?: \d+)?\)$/, '')
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? ' (copy)' : ` (copy ${number})`
    const copy =
      stem
        .slice(0, NAME_LIMIT - suffix.length)
        .replace(HALF, '')
        .trimEnd() + suffix
    if (!taken.has(copy)) return copy
  }
}
