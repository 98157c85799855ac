/** `> 3`: what a number is compared with, and how. */
export interface Comparison {
  operator: '=' | '<' | '>'
  value: number
}

export type NumberKind = 'int' | 'float'

const WRITTEN = /^\s*(?:([=<>])\s+)?([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*$/i

/** Reads `3`, `= 3`, `> 3`, `< 3`; null when it is none of these, or no whole number where one is wanted. */
export function comparisonOf(kind: NumberKind, written: string | number): Comparison | null {
  const [, operator = '=', digits] = WRITTEN.exec(String(written)) ?? []
  if (digits === undefined) return null
  const value = Number(digits)
  const isFit =
    kind === 'int'
      ? /^[+-]?\d+$/.test(digits) && Number.isSafeInteger(value)
      : Number.isFinite(value)
  return isFit ? { operator: operator as Comparison['operator'], value } : null
}

export function compares({ operator, value }: Comparison, number: number): boolean {
  if (operator === '=') return number === value
  return operator === '<' ? number < value : number > value
}
