/** JSON as PostgreSQL writes it once it is jsonb: by that text events are found that have a word anywhere. */
export function jsonbText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(', ')}]`
  if (typeof value === 'number') return numericText(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).toSorted(([a], [b]) => byLength(a, b))
  return `{${members.map(([name, inner]) => `${JSON.stringify(name)}: ${jsonbText(inner)}`).join(', ')}}`
}

/** Names stand by their length, then by their bytes. */
const byLength = (a: string, b: string) =>
  Buffer.byteLength(a) - Buffer.byteLength(b) || Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Without an exponent. */
function numericText(number: number): string {
  const text = JSON.stringify(number)
  const [, sign, whole = '', part = '', power] = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? []
  if (power === undefined) return text
  const shift = Number(power)
  return shift < 0
    ? `${sign}0.${'0'.repeat(-shift - 1)}${whole}${part}`
    : `${sign}${whole}${part.padEnd(shift, '0')}`
}
