import { type KeptSince, UNITS, type Unit } from '#lib/errors/counts/segments.ts'
import type { Retention } from '#lib/errors/retention/schema.ts'
import type { Entry } from '#lib/errors/slices.ts'

const DAY = 86_400

/** From when on counts are to be kept, in Unix seconds: whole hours, so that no coarser count is cut in two. */
export function marksOf({ secondsDays, minutesDays, hoursDays }: Retention, now: Date): KeptSince {
  const second = Math.floor(now.getTime() / 1_000)
  const mark = (days: number) => Math.floor((second - days * DAY) / UNITS.hour) * UNITS.hour
  return { second: mark(secondsDays), minute: mark(minutesDays), hour: mark(hoursDays) }
}

/** A mark never goes back: what was deleted does not come again when more is to be kept. */
export const laterOf = (a: KeptSince, b: KeptSince): KeptSince => {
  const later = (unit: Unit) => Math.max(a[unit], b[unit])
  return { second: later('second'), minute: later('minute'), hour: later('hour') }
}

/** Counts leave when they are strictly older than the mark; those of the present second never, it still grows. */
export function parted(counts: readonly Entry[], mark: number, now: number) {
  const leaves = ([second]: Entry) => second < mark && second !== now
  return { leaving: counts.filter(leaves), staying: counts.filter(entry => !leaves(entry)) }
}
