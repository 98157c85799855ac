import type { Plain } from '#lib/plugin.ts'

const LONGEST = 300

/** A cell's text: exact, for it may be an id; a list or record in one line. */
export function cellText(value: Plain | undefined): string {
  if (value === null || value === undefined) return '–'
  const text = typeof value === 'object' ? oneLine(value) : String(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

function oneLine(value: Plain[] | { [key: string]: Plain }): string {
  if (Array.isArray(value))
    return value.every(item => typeof item !== 'object')
      ? value.join(', ')
      : `${value.length} ${value.length === 1 ? 'entry' : 'entries'}`
  return Object.entries(value)
    .map(([name, part]) => `${name} ${typeof part === 'object' ? JSON.stringify(part) : part}`)
    .join(' · ')
}
