import type { Plain } from '#lib/plugin.ts'

/** Text as PostgreSQL takes it: without NUL and without halves of surrogate pairs. */
export const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', '')

/** JSON as PostgreSQL takes it; what needs no cleaning, nearly everything, is not copied. */
export function storableJson(value: Plain): string {
  const json = JSON.stringify(value)
  return json.includes('\\u') ? JSON.stringify(clean(value)) : json
}

function clean(value: Plain): Plain {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(clean)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [storableText(name), clean(inner)]),
  )
}
