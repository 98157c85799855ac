import type { Item } from '#app/(signed-in)/explore/_tree/tree.ts'
import type { MetricLine } from '#lib/charts/panel.ts'
import { type Kind, VIEWS, type View } from '#lib/metrics/terms.ts'

/** A metric as it is looked at first; its kind is said only where the name alone would not do. */
export const lineFor = ({ name, kind }: Item, isOneOfSeveral: boolean): MetricLine => ({
  ...{ metric: name, filters: {}, view: 'value' },
  ...(isOneOfSeveral && { kind }),
})

export const isShownBy = ({ name, kind }: Item, line: MetricLine): boolean =>
  line.metric === name && (line.kind === undefined || line.kind === kind)

/** What the number of a kind is about, in a word. */
const VALUE: Record<Kind, string> = {
  ...{ counter: 'total', average: 'mean', gauge: 'last' },
  ...{ distribution: 'mean', set: 'distinct' },
}

/** The views that a kind has, each with a word for it. */
export const viewsOf = (kind: Kind | undefined): { value: View; label: string }[] =>
  VIEWS.filter(view => isViewOf(kind, view) && !isSameAsValue(kind, view)).map(view => ({
    value: view,
    label: wordOf(kind, view),
  }))

/** `total`, `per second`, `p95`. */
export const wordOf = (kind: Kind | undefined, view: View): string =>
  view === 'value' && kind !== undefined ? VALUE[kind] : (WORDS[view] ?? view)

const WORDS: Partial<Record<View, string>> = { rate: 'per second', count: 'how many', mean: 'mean' }

function isViewOf(kind: Kind | undefined, view: View): boolean {
  if (kind === 'set') return view === 'value' || view === 'count'
  return kind === 'distribution' || kind === undefined || !/^p\d/.test(view)
}

const isSameAsValue = (kind: Kind | undefined, view: View) =>
  kind !== undefined && (VALUE[kind] === view || (kind === 'counter' && view === 'sum'))

/**
 * Filters that a line can have beside those it has: one alone is always counted, several only as one of the
 * project's sets.
 */
export function filtersBeside(
  names: readonly string[],
  chosen: readonly string[],
  sets: readonly (readonly string[])[],
): string[] {
  return names.filter(name => {
    if (chosen.includes(name)) return false
    if (chosen.length === 0) return true
    // Sets are counted as a whole, so a part of one is a step on the way to it.
    return sets.some(set => [...chosen, name].every(filter => set.includes(filter)))
  })
}

/** The lines, where that which is drawn by a filter is drawn where it has this value. */
export const lookedAtAlone = (lines: readonly MetricLine[], value: string): MetricLine[] =>
  lines.map(({ by, ...line }) =>
    by === undefined ? line : { ...line, filters: { ...line.filters, [by]: value } },
  )
