import type { DrawnRow } from '#lib/charts/drawn.ts'

export type SortKey = 'value' | 'total' | 'before' | 'change'

export interface Order {
  key: SortKey
  isDown: boolean
}

/** In this order; what has no number stands last either way. */
export function sorted(rows: readonly DrawnRow[], { key, isDown }: Order): DrawnRow[] {
  const direction = isDown ? -1 : 1
  if (key === 'value') return rows.toSorted((a, b) => direction * byName.compare(a.value, b.value))
  return rows.toSorted((a, b) => {
    const [x, y] = [numberOf(a, key), numberOf(b, key)]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    return direction * (x - y)
  })
}

/** `host2` before `host10`. */
const byName = new Intl.Collator('en', { numeric: true })

const numberOf = (row: DrawnRow, key: Exclude<SortKey, 'value'>) =>
  key === 'change' ? changeOf(row.total, row.before) : row[key]

/** How much more it is than before, as a share of that: 0.5 is half as much again. Null where there was nothing. */
export function changeOf(now: number | null, before: number | null): number | null {
  if (now === null || before === null || before === 0) return null
  return (now - before) / Math.abs(before)
}

/** `+12 %`, `−3.4 %`, `×24`, `–` where nothing can be said. */
export function changeInWords(change: number | null): string {
  if (change === null) return '–'
  if (change >= MANY_TIMES) return `×${Math.round(change + 1).toLocaleString('en')}`
  const percent = Math.abs(change * 100)
  const digits = percent.toFixed(percent < 10 && percent !== 0 ? 1 : 0)
  if (Number(digits) === 0) return '±0 %'
  return `${change > 0 ? '+' : '−'}${digits} %`
}

const MANY_TIMES = 9
