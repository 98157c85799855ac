import type { Plain } from '#lib/plugin.ts'

/**
 * A number in decimal text as a JavaScript number if that is the same number, else the text as it stands:
 * nothing of a 64-bit or decimal value is lost.
 */
export function exactNumber(text: string): number | string {
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number)) return text
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) return text
  return canonical(text) === canonical(String(number)) ? number : text
}

/** A finite number, or the word for what it is instead: JSON has neither NaN nor infinity. */
export const plainNumber = (number: number): number | string =>
  Number.isFinite(number) ? number : String(number)

export const plainBigInt = (value: bigint): number | string => exactNumber(value.toString())

/** Bytes as PostgreSQL writes them: `\x` and hexadecimal digits. */
export const plainBytes = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`

/** JSON text as data; numbers that JavaScript cannot hold stay text. */
export function plainJson(text: string): Plain {
  const revive = (_: string, value: Plain, { source }: { source?: string } = {}) =>
    typeof value === 'number' && source !== undefined ? exactNumber(source) : value
  return JSON.parse(text, revive as (key: string, value: Plain) => Plain) as Plain
}

/** `2026-01-31 12:00:00` as ISO text; a zone is added where the database means one. */
export const isoTime = (text: string, zone = ''): string =>
  /^\d{4,}-\d\d-\d\d \d\d:/.test(text) ? `${text.replace(' ', 'T')}${zone}` : text

/** Sign, significant digits and power of ten: equal for equal numbers, however they are written. */
function canonical(text: string): string {
  const [, sign = '', whole = '', part = '', power = '0'] =
    /^\s*([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?\s*$/i.exec(text) ?? []
  const digits = (whole + part).replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (!significant) return '0'
  const exponent = Number(power) - part.length + (digits.length - significant.length)
  return `${sign === '-' ? '-' : ''}${significant}e${exponent}`
}
