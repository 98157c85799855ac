import { valueInWords } from '#app/(signed-in)/events/(search)/value-in-words.ts'
import type { Plain } from '#lib/plugin.ts'

/** `2026-11-22`, `2026-11-22 09:41:00`: what of it is not zero, in UTC. */
function shortTime(iso: string): string {
  const [, day, time = '', fraction = ''] = /^(.+?)T(\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/.exec(iso) ?? []
  if (day === undefined) return iso
  const rest = Number(fraction) > 0 ? `.${fraction.replace(/0+$/, '')}` : ''
  return time === '00:00:00' && rest === '' ? day : `${day} ${time}${rest}`
}

/** The value of a distinguishing trait as people read it; times are in UTC. */
export function traitText(value: Plain): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return valueInWords(value)
  const { datetime, begin, end } = value
  if (typeof datetime === 'string') return shortTime(datetime)
  if (typeof begin === 'string' && typeof end === 'string')
    return `${shortTime(begin)} – ${shortTime(end)}`
  return valueInWords(value)
}

/** The value as it is searched for: `order:4711`. */
export function traitQuery(name: string, value: Plain): string {
  const text = writtenOf(value)
  return `${name}:${/[;"]|^\s|\s$/.test(text) ? JSON.stringify(text) : text}`
}

function writtenOf(value: Plain): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return String(value)
  const { datetime, begin, end } = value
  return typeof datetime === 'string' ? datetime : `${begin}/${end}`
}
