/** What is wrong with an IANA time zone name, or null. */
export function timezoneProblem(zone: string): string | null {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return null
  } catch {
    return `is not a time zone: ${zone}`
  }
}

/** The names of all time zones, UTC first. */
export const timezones = (): string[] => [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC'),
]
