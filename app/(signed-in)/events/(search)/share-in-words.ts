/** What stands beside numbers that were counted up: `counted up from 0.5 % of them`. */
export function shareInWords(share: number): string {
  if (share === 1) return ''
  const percent = Number((share * 100).toPrecision(2))
  return `estimated from ${percent} % of them`
}
