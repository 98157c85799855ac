const DAY_MS = 86_400_000

/** For how long a token may be good. */
export const EXPIRIES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: 'date', label: 'until a date' },
  { value: 'never', label: 'for ever' },
] as const
export type Expiry = (typeof EXPIRIES)[number]['value']

/** When a token ends that is made now: `date` (as `2027-01-31`) is its last day, in this browser's zone. */
export function expiresAt(expiry: Expiry, date: string, now = Date.now()): string | null {
  if (expiry === 'never') return null
  if (expiry !== 'date') return new Date(now + Number(expiry) * DAY_MS).toISOString()
  const end = new Date(`${date}T23:59:59`)
  return Number.isNaN(end.getTime()) ? date : end.toISOString()
}
