import type { View } from '#app/(signed-in)/events/(search)/view.ts'

const BESIDE = ['avg', 'p50', 'p95', 'p99', 'max'] as const

/** What is measured, as the API takes it: that which is drawn first. */
export function columnsOf({ measure, of }: Pick<View, 'measure' | 'of'>): string[] {
  const isOfAll = measure === 'count' || measure === 'rate'
  const drawn = isOfAll || of === undefined ? measure : `${measure}(${of})`
  const beside =
    of === undefined || measure === 'distinct' ? [] : BESIDE.map(name => `${name}(${of})`)
  return [...new Set([drawn, 'count', 'rate', ...beside])]
}
