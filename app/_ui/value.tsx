import { formatNumber, withUnit } from '#app/_ui/number.ts'
import type { Plain } from '#lib/plugin.ts'

/** What a run returned, in one line: a number with its unit, a text, or named numbers. */
export function Value({ value, unit = '' }: { value: Plain; unit?: string }) {
  const text = inOneLine(value, unit)
  return (
    <span className="mono" title={text}>
      {text}
    </span>
  )
}

function inOneLine(value: Plain, unit: string): string {
  if (value === null) return '–'
  if (typeof value === 'number') return withUnit(value, unit)
  if (typeof value !== 'object') return String(value)
  return Object.entries(value)
    .map(([name, part]) => `${name} ${typeof part === 'number' ? formatNumber(part) : part}`)
    .join(' · ')
}
