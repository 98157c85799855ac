import { oneLine, valueText } from '#alerts/text.ts'
import type { Plain } from '#lib/plugin.ts'

export interface PastValue {
  at: Date
  value: Plain
}

/** How many runs the words are about. */
export const HISTORY_RUNS = 10
const SHOWN = 6
const MINUTE_MS = 60_000

/**
 * A value's recent history in words, oldest first: `Last 10 runs, 45 minutes: 12, 14, … 67 ms (lowest 12, highest
 * 67).` Of a value with several numbers the one named `value` counts. '' when there is nothing to compare.
 */
export function historyInWords(newestFirst: readonly PastValue[], unit: string): string {
  const past = newestFirst
    .map(({ at, value }) => ({ at, value: mainValue(value) }))
    .filter(({ value }) => value !== null)
    .reverse()
  const [first] = past
  const last = past.at(-1)
  if (!first || !last || first === last) return ''

  const shown = past.slice(-SHOWN).map(({ value }) => shortValue(value))
  const list = (past.length > SHOWN ? '… ' : '') + shown.join(', ')
  const span = duration(last.at.getTime() - first.at.getTime())
  const words = `Last ${past.length} runs, ${span}: ${list}${unit && ` ${oneLine(unit)}`}`
  return `${words}${extremes(past.map(({ value }) => value))}.`
}

function mainValue(value: Plain): number | string | null {
  if (typeof value === 'number' || typeof value === 'string') return value
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null
  return typeof value.value === 'number' ? value.value : null
}

function extremes(values: readonly (number | string | null)[]): string {
  const numbers = values.filter(value => typeof value === 'number')
  if (numbers.length < 2) return ''
  return ` (lowest ${shortValue(Math.min(...numbers))}, highest ${shortValue(Math.max(...numbers))})`
}

/** Numbers to six digits: enough to compare, short enough to read. */
const shortValue = (value: Plain): string =>
  typeof value === 'number'
    ? String(Number(value.toPrecision(6)))
    : valueText(value).slice(0, 40).toWellFormed()

function duration(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS)
  if (minutes < 1) return plural(Math.round(ms / 1000), 'second')
  if (minutes < 120) return plural(minutes, 'minute')
  const hours = Math.round(minutes / 60)
  return hours < 48 ? plural(hours, 'hour') : plural(Math.round(hours / 24), 'day')
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
